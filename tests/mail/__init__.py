"""Tests of mail: what it says, where it goes."""
