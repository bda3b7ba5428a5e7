"""„Kosten“ into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.dates import local_day
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _
from tcm_tui.screens.host import host
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from tcm_tui.domain.costs import CostFilter
    from tcm_tui.domain.exports import Exported
    from tcm_tui.screens.sections.section import Section
    from tcm_tui.services.exporting import Watch


async def export_costs(section: Section, wanted: CostFilter) -> None:
    """Choose where to, write the lines of `wanted`, say where they are."""
    # Seldom wanted: „Rechnung“ opens sooner without them.
    from tcm_tui.screens.export_progress import (  # noqa: PLC0415 - see above
        FORMATS,
        ExportProgress,
        exported_text,
    )
    from tcm_tui.services import charges  # noqa: PLC0415 - see above
    from tcm_tui.services.exporting import Target  # noqa: PLC0415 - see above
    from tcm_tui.widgets.export_file import ExportFileDialog  # noqa: PLC0415 - see above

    portal = host(section)
    day = local_day(portal.clock(), portal.zone)
    name = _("Kosten-{day}.xlsx").format(day=day.isoformat())
    choose = ExportFileDialog(portal.export_jail, name, FORMATS)
    if (path := await section.app.push_screen_wait(choose)) is None:
        return
    # Replacing a file was agreed to where it was chosen.
    target = Target(path, overwrite=True, jail=portal.export_jail)

    async def export(watch: Watch) -> Exported:
        return await section.ask(charges.export_to_file, wanted, target, watch=watch)

    exported = await section.app.push_screen_wait(ExportProgress(export))
    if exported is not None:
        toast(section, exported_text(exported.rows, shown(str(exported.path))))
