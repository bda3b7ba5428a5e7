"""„Mein Unternehmen“: its profile, its people, and what became of it."""
