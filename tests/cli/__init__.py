"""Tests of `tcm_tui.cli`."""
