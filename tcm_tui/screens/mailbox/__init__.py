"""„Postfach“."""
