"""„Produkte“."""
