"""„Benutzer“."""
