"""Tests: rules, use cases on both databases, keys and pictures, and whole walks."""
