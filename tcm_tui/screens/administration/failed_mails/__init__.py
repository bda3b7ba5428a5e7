"""„Nicht zugestellte E-Mails“."""
