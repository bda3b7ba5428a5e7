"""„Übersicht“: inviting, what stands, what waits to be done, what happened."""
