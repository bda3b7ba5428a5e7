"""The portal in English."""
