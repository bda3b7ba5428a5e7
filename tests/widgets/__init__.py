"""Widgets, each in an app of its own."""
