"""Booking a product: licences, „Abrechnungsdaten“, a look at all of it, the receipt."""
