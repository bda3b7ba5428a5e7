"""„Mehrere einladen“ over a real database."""
