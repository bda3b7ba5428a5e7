"""Activating one of the five ways to pay: „Rechnung“ and booking open the same forms."""
