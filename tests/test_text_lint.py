"""A6: no widget gets data that Textual could read as markup."""

from __future__ import annotations

import pytest

from .lint import ROOT, faults, faults_in

GOOD = (
    'Static("Zum Anfang")',
    'Static(_("Zum Anfang"))',
    'Label(txt(f"Hallo {name}"))',
    'Button(_("Speichern") if new else _("Anlegen"), "primary")',
    'toast(self, f"{name} eingeladen")',
    'self.notify(f"{name} eingeladen", markup=False)',
    "box.border_title = txt(company.name)",
    'Option(Content.assemble(("Name ", "dim"), txt(name)))',
    'Static(ngettext("{n} Person", "{n} Personen", count))',
    'names.update(f"{name}")',
    "class Line(Static):\n    def __init__(self, text: str):\n        super().__init__(txt(text))",
    "def head(name) -> Content: ...\nStatic(head(name))",
    "def show(text: Content):\n    self.query_one('#line', Static).update(text)",
    "def show(name):\n    line = txt(name)\n    Static(line)",
)
BAD = (
    'Static(f"Hallo {name}")',
    "Static(name)",
    'Label("Hallo {name}".format(name=name))',
    'Label(_("Hallo {name}").format(name=name))',
    'Button("Hallo " + name)',
    'Option("Hallo %s" % name)',
    "Static(name_of(row))",
    "Static(row.name)",
    'self.notify(f"{name} eingeladen")',
    'self.app.notify(_("Fertig"), title=name)',
    "box.border_title = company.name",
    "button.tooltip = reason",
    'Button("Löschen", tooltip=reason)',
    "self.query_one('#line', Static).update(text)",
    "table.add_row(txt(name), email)",
    "Static(_(sentence))",
    "Static(name, markup=True)",
    'Static(txt("a") if plain else name)',
    "class Line(Static):\n    def __init__(self, text: str):\n        super().__init__(text)",
    "class Line(Static):\n    pass\nLine(name)",
    "def show(name: str):\n    line = txt(name)\n    line = name\n    Static(line)",
)


@pytest.mark.parametrize("source", GOOD)
def test_a6_what_is_written_here_or_made_safe_may_be_shown(source: str) -> None:
    """No word about it."""
    assert faults(source) == []


@pytest.mark.parametrize("source", BAD)
def test_a6_data_as_markup_is_found(source: str) -> None:
    """One line, in whichever of the ways to write it."""
    assert len(faults(source)) == 1


def test_a6_the_whole_program_holds_to_it() -> None:
    """Each module, those that nobody has thought of yet included."""
    assert faults_in(ROOT / "tcm_tui") == []
