"""Tests of „Nicht zugestellte E-Mails“."""
