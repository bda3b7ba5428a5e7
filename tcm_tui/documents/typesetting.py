"""From a template of ours and plain values to a PDF, with the extra `documents`.

Whatever people typed reaches the template as JSON and is set as it is, never read as markup. A
template sees no file but those beside it; none of ours names a package, which is what the
typesetter would look for in the network, and fonts are those it brings along.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    Value: TypeAlias = str | Sequence["Value"] | Mapping[str, "Value"]
    """What a template gets."""

TEMPLATES: Final = Path(__file__).with_name("templates")
_NO_PACKAGES: Final = TEMPLATES / "packages"
"""Is not there: those of whoever runs the program are none of ours."""


def installed() -> bool:
    """Whether PDFs can be made."""
    return find_spec("typst") is not None


def check_installed() -> None:
    """Refuse when no PDF can be made.

    Raises:
        Unavailable: The sentence says what to install.
    """
    if not installed():
        raise Unavailable(_("Für PDF fehlt ein Zusatzpaket: pip install 'tcm-tui[documents]'"))


def typeset(template: str, values: Mapping[str, Value], made_at: datetime) -> bytes:
    """The PDF that `template` makes of `values`; takes some hundredths of a second.

    Args:
        template: Name of a file in `TEMPLATES`, without its ending.
        values: Words, lists and mappings of words.
        made_at: What the PDF says of itself: the same values give the same bytes.

    Raises:
        Unavailable: The extra is not installed.
    """
    check_installed()
    import typst  # noqa: PLC0415 - an extra, and 20 ms

    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        format="pdf",
        font_paths=[],
        ignore_system_fonts=True,
        package_path=_NO_PACKAGES,
        package_cache_path=_NO_PACKAGES,
        sys_inputs={"values": json.dumps(_harmless(values))},
        timestamp=made_at.replace(microsecond=0),  # a finer one is refused
    )
    return made


def _harmless(value: Value) -> Value:
    """The same without characters that mean something to whatever shows the PDF."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {name: _harmless(one) for name, one in value.items()}
    return [_harmless(one) for one in value]
