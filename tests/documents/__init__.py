"""Documents: what stands in them."""
