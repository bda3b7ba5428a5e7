"""„Mein Unternehmen“ through its keys."""
