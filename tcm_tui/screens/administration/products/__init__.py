"""„Produkte“: the running bookings of a company, and what can be done to them."""
