"""What screens and panes share: asking use cases, refusals, greyed keys and why."""

from __future__ import annotations

from asyncio import CancelledError
from contextlib import contextmanager
from typing import (
    TYPE_CHECKING,
    ClassVar,
    Concatenate,
    ParamSpec,
    Protocol,
    TypeVar,
    runtime_checkable,
)

from textual.widget import Widget

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.permissions import Permission, Role, allows, role_label
from tcm_tui.domain.sessions import ProofNeeded
from tcm_tui.i18n import _
from tcm_tui.screens.host import host
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tcm_tui.services.context import Context

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


@runtime_checkable
class ShowsRefusal(Protocol):
    """A widget with a place of its own for a sentence that says what went wrong."""

    def show_error(self, sentence: str) -> None:
        """Show it there."""


@runtime_checkable
class SaysWhyNot(Protocol):
    """What has keys, and words for those that are greyed out."""

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out, a sentence for whoever presses its key; "" when it is not."""


class Asks(Widget):
    """What screens and panes share: they ask use cases and mirror permissions."""

    permissions: ClassVar[Mapping[str, Permission]] = {}
    """Actions that not every role may do, with what they ask for. The use case decides."""

    async def ask(
        self,
        use_case: Callable[Concatenate[Context, Args], Answer],
        *args: Args.args,
        **kwargs: Args.kwargs,
    ) -> Answer:
        """Run `use_case` in a thread with the context of the session.

        Where it wants a fresh password that is asked for, and then the same is asked again.

        Raises:
            DomainError: What the use case refused.
        """
        while True:
            try:
                answer = await host(self).ask(use_case, *args, **kwargs)
            except ProofNeeded:
                from tcm_tui.screens.proving import proved  # noqa: PLC0415 - seldom needed

                if not await proved(self):
                    raise
            except DomainError:
                self._stop_if_leaving()
                raise
            else:
                self._stop_if_leaving()
                return answer

    def _stop_if_leaving(self) -> None:
        """Go no further when there is nothing left to show an answer in.

        Textual cancels the workers of a widget only once all that it holds is gone.

        Raises:
            CancelledError: It is being taken away, or the screen that it is on.
        """
        if not self.is_attached:
            raise CancelledError
        for node in (self, self.screen):
            if node.styles.display != "none" and not node.display:  # what is taken away is not
                raise CancelledError

    @contextmanager
    def asking(self, widget: Widget, *, quietly: bool = False) -> Iterator[None]:
        """Show `widget` as loading meanwhile, and a refusal in it or in a corner.

        A refusal ends the `with` block and nothing else. `quietly` leaves what is shown as it is:
        for reading again what stands there already.
        """
        widget.loading = not quietly
        try:
            yield
        except SessionEnded:
            pass  # the sign-in screen says so
        except DomainError as refusal:
            if isinstance(widget, ShowsRefusal):
                widget.show_error(refusal.message)
            else:
                toast(self, refusal.message, severity="error")
        finally:
            widget.loading = False

    def may(self, permission: Permission) -> bool:
        """Whether the role of whoever signed in has `permission`: a mirror, no check."""
        signed_in = host(self).signed_in
        return signed_in is not None and allows(signed_in.role, permission)

    def why_not(self, action: str) -> str:
        """Why `action` is greyed out, a sentence for whoever presses its key; "" when it is not."""
        needed = self.permissions.get(action)
        return "" if needed is None or self.may(needed) else only_roles_text(needed)

    def verb(self, name: str) -> str:
        """What the key of the binding called `name` means now, "" where it says so itself."""
        del name
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what there is a reason against."""
        del parameters
        return None if self.why_not(action) else True


def only_roles_text(permission: Permission) -> str:
    """Says which of the roles have `permission`."""
    roles = [_("„{role}“").format(role=role_label(one)) for one in Role if allows(one, permission)]
    if len(roles) == 1:
        return _("Das kann nur die Rolle {role}.").format(role=roles[0])
    return _("Das können nur die Rollen {roles}.").format(roles=_(" und ").join(roles))
