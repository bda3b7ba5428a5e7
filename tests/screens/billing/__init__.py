"""„Rechnung“."""
