"""The house's own lint: data reaches a widget only through `txt`, `cell` and `toast`.

Textual reads a plain string as markup in some twenty places. A name like `[@click=app.quit]` must
never get there, so a sentence may be given as it is only when it is written in the source. Run as
`python -m tests.lint`.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parent.parent
WIDGETS: Final = frozenset(
    (
        *("Button", "Checkbox", "Collapsible", "Label", "Link", "Markdown", "Option"),
        *("RadioButton", "Static", "Tab", "TabPane"),
    )
)
"""Their first argument is read as markup."""
METHODS: Final = frozenset(["add_column", "add_columns", "add_option", "add_row", "notify"])
"""All their arguments are."""
KEYWORDS: Final = frozenset(["content", "label", "message", "prompt", "title", "tooltip"])
"""So are arguments of these names, in the calls above."""
ATTRIBUTES: Final = frozenset(["border_subtitle", "border_title", "tooltip"])
"""So is what is assigned to these."""
SAFE: Final = frozenset(["Content", "Text", "cell", "txt"])
"""What they make is shown as it is; so is what they are written for as a type."""
TRANSLATORS: Final = frozenset(["N_", "_", "gettext", "ngettext"])


@dataclass(frozen=True, order=True)
class Fault:
    """A place where data may be read as markup."""

    line: int
    text: str


def faults(source: str, makers: frozenset[str] = frozenset()) -> list[Fault]:
    """Every such place in a module; `makers` are functions elsewhere that make safe text."""
    tree = ast.parse(source)
    module = _Module(tree, makers)
    module.visit(tree)
    return sorted(module.found)


def makers_in(source: str) -> frozenset[str]:
    """The functions of a module whose result is safe by its type."""
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and _is_safe_type(node.returns)
    )


class _Module(ast.NodeVisitor):
    """Walks a module and knows which names hold safe text in the function it is in."""

    def __init__(self, tree: ast.Module, makers: frozenset[str]) -> None:
        self.found: set[Fault] = set()
        own = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        self._makers = (makers - own) | makers_in(ast.unparse(tree)) | SAFE
        classes = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}
        checked = {name for name, node in classes.items() if _has_init(node)}
        heirs = {name for name, node in classes.items() if _is_heir(node)}
        # Who hands its argument on is looked at where it does so, see `_sinks`.
        self._widgets = (WIDGETS - set(classes)) | (heirs - checked)
        self._values: dict[str, list[ast.expr]] = {}
        self._in_heir = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self._values = self._values, dict(_values(node))
        self.generic_visit(node)
        self._values = outer

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        outer, self._values = self._values, dict(_values(node))
        self.generic_visit(node)
        self._values = outer

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._in_heir = self._in_heir, _is_heir(node)
        self.generic_visit(node)
        self._in_heir = outer

    def visit_Call(self, node: ast.Call) -> None:
        if not _switched_off(node):
            self._judge(self._sinks(node))
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if any(isinstance(one, ast.Attribute) and one.attr in ATTRIBUTES for one in node.targets):
            self._judge([node.value])
        self.generic_visit(node)

    def _judge(self, texts: Iterator[ast.expr] | list[ast.expr]) -> None:
        self.found |= {
            Fault(text.lineno, ast.unparse(text)) for text in texts if not self._is_safe(text)
        }

    def _sinks(self, call: ast.Call) -> Iterator[ast.expr]:
        """The arguments that Textual reads as markup."""
        match call.func:
            case ast.Name(id=name) if name in self._widgets:
                yield from call.args[:1]
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__") if (
                self._in_heir
            ):
                yield from call.args[:1]
            case ast.Attribute(attr=name) if name in METHODS:
                yield from call.args
            case ast.Attribute(value=owner, attr="update") if _is_text_widget(owner):
                yield from call.args
                return
            case _:
                return
        yield from (word.value for word in call.keywords if word.arg in KEYWORDS)

    def _is_safe(self, text: ast.expr) -> bool:
        """Whether `text` is written in the source, or made by one of the helpers."""
        match text:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
                return all(self._is_safe(part) for part in parts)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._is_safe(left) and self._is_safe(right)
            case ast.IfExp():
                return self._is_safe_choice(text)
            case ast.Name(id=name):
                values = self._values.get(name, [])
                return name.isupper() or (bool(values) and all(map(self._is_safe, values)))
            case ast.Call():
                return self._is_safe_call(text)
        return False

    def _is_safe_choice(self, choice: ast.IfExp) -> bool:
        parts = [choice.body, choice.orelse]
        if ast.unparse(choice.test) == f"isinstance({ast.unparse(choice.orelse)}, str)":
            parts.pop()  # what is no string has been made by one of the helpers
        return all(self._is_safe(part) for part in parts)

    def _is_safe_call(self, call: ast.Call) -> bool:
        match call.func:
            case ast.Name(id=name) if name in TRANSLATORS:
                strings = call.args[:2] if name == "ngettext" else call.args[:1]
                return all(isinstance(string, ast.Constant) for string in strings)
            case ast.Name(id=name):
                return name in self._makers
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                return name in self._makers
            case ast.Attribute(value=ast.Name(id=name)):
                return name in SAFE  # Content.assemble(…)
            case ast.Attribute(value=ast.Call(func=ast.Name(id=name))):
                return name in SAFE  # txt(…).join(…)
        return False


def _values(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[str, list[ast.expr]]]:
    """What each name of a function may stand for; a parameter stands for its type."""
    found: dict[str, list[ast.expr]] = {}
    for argument in (*function.args.args, *function.args.kwonlyargs):
        safe = _is_safe_type(argument.annotation)
        found[argument.arg] = [ast.Constant("") if safe else ast.Name("a parameter")]
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _pair(target, node.value, found)
    yield from found.items()


def _pair(target: ast.expr, value: ast.expr, found: dict[str, list[ast.expr]]) -> None:
    match target, value:
        case ast.Name(id=name), _:
            found.setdefault(name, []).append(value)
        case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
            for one, its in zip(names, values, strict=True):
                _pair(one, its, found)
        case ast.Tuple(elts=names), _:
            for one in names:
                _pair(one, value, found)


def _is_safe_type(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation) in {"Content", "Text"}


def _is_text_widget(owner: ast.expr) -> bool:
    """Whether `owner` is surely a widget: dictionaries and hashes have an `update` as well."""
    match owner:
        case ast.Call(func=ast.Attribute(attr="query_one"), args=[_, ast.Name(id=name)]):
            return name in {"Label", "Static"}
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_") in {"hint", "label", "line", "note"}
    return False


def _switched_off(call: ast.Call) -> bool:
    return any(
        word.arg == "markup" and ast.unparse(word.value) == "False" for word in call.keywords
    )


def _is_heir(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id in WIDGETS for base in node.bases)


def _has_init(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in node.body)


def faults_in(folder: Path) -> list[str]:
    """Every fault below `folder`, as a line with its place.

    `data` shows nothing (an import contract sees to it); its columns are those of tables.
    """
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
        if folder / "data" not in path.parents
    }
    public = frozenset(
        name
        for source in sources.values()
        for name in makers_in(source)
        if not name.startswith("_")
    )
    return [
        f"{path.relative_to(folder.parent)}:{fault.line}: {fault.text}"
        for path, source in sources.items()
        for fault in faults(source, public)
    ]


if __name__ == "__main__":
    found = faults_in(ROOT / "tcm_tui")
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.exit(1 if found else 0)
