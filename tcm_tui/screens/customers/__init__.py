"""„Kunden“ of a Vertriebspartner."""
