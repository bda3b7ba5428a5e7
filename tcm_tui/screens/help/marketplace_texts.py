"""What „Hilfe“ says about „Marktplatz“."""

from __future__ import annotations

from typing import Final

from tcm_tui.i18n import N_
from tcm_tui.navigation import Topic
from tcm_tui.screens.help.how_to import HelpText, HowTo

_FIND: Final = HowTo(
    N_("Ein Produkt finden"),
    (
        N_("Öffnen Sie mit F2 „Marktplatz“."),
        N_("Drücken Sie / und tippen Sie: Name, Anbieter, Edition oder wozu es dient."),
        N_("f zeigt nur bestimmte Kategorien oder Anbieter. Esc zeigt wieder alle."),
        N_("Enter öffnet das Produkt."),
    ),
    aliases="Katalog suchen filtern Anbieter Kategorie catalogue search filter product provider",
)
_COMPARE: Final = HowTo(
    N_("Editionen und Preise vergleichen"),
    (
        N_(
            "Öffnen Sie das Produkt. Seine Editionen stehen nebeneinander, bei wenig Platz"
            " untereinander."
        ),
        N_("t wechselt die Laufzeit, z die Zahlweise; alle Preise folgen."),
        N_("Preise gelten je Lizenz, ohne MwSt., und sind Beispiele."),
    ),
    aliases="Edition Laufzeit Zahlweise Preis monatlich jährlich Obergrenze compare price term",
)

MARKETPLACE: Final = {
    Topic.MARKETPLACE: HelpText(
        N_("Marktplatz"),
        N_("Hier steht, was Ihr Unternehmen buchen kann, mit Editionen und Preisen."),
        (_FIND, _COMPARE),
    ),
}
