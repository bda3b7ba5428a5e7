"""Booking by keys: the steps, the receipt, what was begun, asked for, ordered."""
