"""Screens made of sections, each composed when it is first shown and saved on its own."""
