"""„Meine Einstellungen“."""
