"""Documents that people keep: what stands in them, and how they look on paper."""
