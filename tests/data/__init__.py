"""Tests of `tcm_tui.data`."""
