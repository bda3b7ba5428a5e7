"""„Übersicht“."""
