"""„Hilfe“."""
