"""„Unternehmenseinstellungen“."""
