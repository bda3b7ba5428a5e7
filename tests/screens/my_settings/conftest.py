"""English made of German, as the frame's tests have it."""

from __future__ import annotations

from tests.screens.frame.conftest import english

__all__ = ["english"]
