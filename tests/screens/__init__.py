"""Screens, each with a real database below it."""
