"""„Zugriff für Mitarbeitende eines Vertriebspartners“ and „Kunden“."""
