"""Words and rules of the marketplace: no I/O, no database, no interface."""
