"""Spreadsheets: read in a limited process of their own, written by one writer."""
