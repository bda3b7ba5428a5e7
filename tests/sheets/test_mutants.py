"""SECURITY.md F4: whatever a parser raises, the answer is rows or one refusal."""

from __future__ import annotations

import json
import os
import random
import warnings
from io import BytesIO, StringIO

import pytest

from tcm_tui.sheets.reader import run
from tcm_tui.sheets.wording import fault_sentence, note_sentence, refusal

from .workbooks import HEADER, PERSON, packed, parts, row, sheet, text

MUTANTS = 10_000 if os.environ.get("TCM_SOAK") == "1" else 1_000
CSV = "E-Mail;Rolle;Name\r\n" + "".join(
    f'p{n}@firma.example;Benutzer;"Groß; {n}"\r\n' for n in range(20)
)


def _damaged(rng: random.Random, data: bytes) -> bytes:
    """`data` with one to five wounds: bytes changed, lost, doubled, or the end cut off."""
    wounded = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(wounded))
        match rng.randrange(4):
            case 0:
                wounded[at] = rng.randrange(256)
            case 1:
                del wounded[at : at + rng.randint(1, 8)]
            case 2:
                wounded[at:at] = wounded[at : at + rng.randint(1, 64)]
            case _:
                del wounded[max(at, len(wounded) * 3 // 4) :]
    return bytes(wounded)


def _mutant(rng: random.Random) -> bytes:
    """A damaged archive, a sound archive of damaged parts, or damaged text."""
    formula = row(3, '<c r="A3"><f>1+1</f></c>', '<c r="B3"><v>1.5</v></c>', text("C3", "x"))
    content = parts(sheet(HEADER, PERSON, formula), sheet(), hidden=(1,))
    match rng.randrange(4):
        case 0:
            return _damaged(rng, packed(content))
        case 1:
            return _damaged(rng, CSV.encode())
        case _:
            name = rng.choice(sorted(content))
            return packed(content | {name: _damaged(rng, str(content[name]).encode())})


def _answer(data: bytes) -> list[dict[str, object]]:
    out = StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as the process is started
        run(BytesIO(data), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_f4_mutants() -> None:
    """Each ends in exactly one last word, and every word has its sentence."""
    rng = random.Random(20261122)
    read = refused = 0
    for _ in range(MUTANTS):
        messages = _answer(_mutant(rng))
        last = messages[-1]
        assert sum("done" in message or "refused" in message for message in messages) == 1
        if "refused" in last:
            refused += 1
            assert refusal(last["refused"], last["row"]).message.endswith(".")  # type: ignore[arg-type]  # JSON
        else:
            read += 1
            assert last == {"done": True}
        _speak(messages)
    assert min(read, refused) > MUTANTS // 20  # both ways out were taken


def _speak(messages: list[dict[str, object]]) -> None:
    """Turn every word into its sentence, as the parent does."""
    for message in messages:
        for _, _, faults in message.get("rows", []):  # type: ignore[attr-defined]  # JSON
            for word in faults.values():
                assert fault_sentence(word)
        if word := message.pop("note", None):
            assert note_sentence(word, **message)  # type: ignore[arg-type]  # JSON
