"""Tests of `tcm_tui.services`."""
