"""„Benutzer“: everyone in the company and everyone invited, and one of them in detail."""
