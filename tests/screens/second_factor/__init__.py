"""Screens of the second factor."""
