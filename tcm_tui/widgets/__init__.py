"""What screens are made of: callables and plain data in, messages out."""
