"""Tests of „Hilfe“."""
