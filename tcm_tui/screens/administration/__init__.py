"""„Verwaltung“: the tabs, a package each."""
