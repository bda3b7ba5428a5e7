"""„Rechnung“: how the company pays."""
