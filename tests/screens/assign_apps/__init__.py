"""„Apps zuweisen“."""
