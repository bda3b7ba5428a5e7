"""Text that would act on a terminal if it reached one: for fields, columns and files."""

from __future__ import annotations

from typing import Final

BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_STRINGS: Final = {
    "OSC": ("\x1b]", "\x9d"),
    "DCS": ("\x1bP", "\x90"),
    "APC": ("\x1b_", "\x9f"),
    "PM": ("\x1b^", "\x9e"),
    "SOS": ("\x1bX", "\x98"),
}
_ENDS: Final = ("\x07", "\x1b\\", "\x9c")
OPERATING_SYSTEM: Final = [
    "52;c;aGFsbG8=", "52;c;?", "52;p;!", "0;Titel", "1;Symbol", "2;Titel", "4;1;rgb:ff/00/00",
    "4;1;?", "7;file://fremd.example/etc", "8;;https://fremd.example", "9;Meldung", "9;4;1;50",
    "10;?", "11;#000000", "12;red", "22;wait", "50;fremd", "104", "110", "112", "133;A", "555",
    "633;E;rm", "697;x", "777;notify;Titel;Text", "1337;File=inline=1:QQ==", "1337;CopyToClipboard",
    "1337;RequestUpload=format=tgz", "5522;type=read",
]  # fmt: skip
"""Operating system commands: clipboard, title, colours, links, messages, files."""
DEVICE_CONTROL: Final = [
    "$qm",
    "+q544e",
    "1$r0m",
    "q#0;2;0;0;0~-",
    "tmux;\x1b\x1b]52;c;QQ==\x07",
    ">|v",
    "=1s",
]
APPLICATION: Final = ["Gf=24,s=1,v=1;AAAA", "Ga=T,t=f;L2V0Yy9wYXNzd2Q=", "\x1b[6n"]
CONTROL: Final = [
    "5n", "6n", "?6n", "c", ">c", "=c", "0x", "21t", "20t", "14t", "18t", "8;1;1t", "3;0;0t", "2J",
    "3J", "K", "1J", "r", "5;10r", "?47h", "?1047h", "?5h", "?3h", "?12h", "?1000h", "?1049l",
    "?2004l", "?25l", "?2031h", "?996n", "4h", "20h", "!p", "61\"p", "1$w", "?1$p", "0;0;0;0$r",
    "99m", "8m", "38;5;1m", "s", "u", "?u", ">31u", "=1;1u", "5i", "?5i", "4i", "10;10H", "999C",
    "L", "M", "P", "@", "X", "Z", "b", "g", "d", "`", "200~", "201~", "1;1R", "I", "O", "<0;1;1M",
    "",
]  # fmt: skip
"""Control sequences: reports, sizes, erasing, modes, printing, the ends of a paste."""
SHORT: Final = [
    *"c78=>DEHMNOZno|}~lm69", "#8", "#3", "(0", ")B", "%G", "%@", " F", "",
]  # fmt: skip
"""Escape sequences of one letter, RIS (`c`) among them."""
RECORDED: Final = [
    "\x1b[?1049h\x1b[22;0;0t\x1b[>4;2m\x1b[?1h\x1b=\x1b[?2004h\x1b[?1004h\x1b[1;24r\x1b[?12h"
    "\x1b[?12l\x1b[22;2t\x1b[22;1t\x1b[27m\x1b[23m\x1b[29m\x1b[m\x1b[H\x1b[2J\x1b[?25l\x1b[24;1H"
    "„neu“ [Neu]\x1b[2;1H\u25bd\x1b[6n\x1b[2;1H  \x1b[3;1H\x1bPzz\x1b\\\x1b[0%m\x1b[6n\x1b[3;1H"
    "\x1b[1;1H\x1b[>c\x1b]10;?\x07\x1b]11;?\x07",
    "\x1b[?1049h\x1b[22;0;0t\x1b[1;30r\x1b(B\x1b[m\x1b[4l\x1b[?7h\x1b[?1h\x1b=\x1b[?1000h"
    "\x1b[?25l\x1b[39;49m\x1b[H\x1b[2J\x1b[2;3H\x1b[36m1  \x1b[1m[\x1b[32m|||\x1b[31m||"
    "\x1b[1;30m 12.5%\x1b[39m]\x1b(B\x1b[0m",
    "\x1b[?1l\x1b>\x1b[?2004h\x1b]0;me@rechner: ~\x07\x1b[01;32mme@rechner\x1b[00m:\x1b[01;34m~"
    "\x1b[00m$ \x08\x1b[K\r\n",
    "\x1b]133;D;0\x07\x1b]7;file://rechner/tmp\x1b\\\x1b]133;A\x07"
    "\x1bPtmux;\x1b\x1b]52;c;QQ==\x07\x1b\\",
    "Lesen 1%\r\x1b[KLesen 50%\r\x1b[K\x1b[1A\x1b[2K\x0e\x0f\x05fertig\x07\x1b[0m\x1b[?25h\x1bc",
]
"""What programs sent to a terminal: editor, process list, shell, prompt marks, progress."""


def payloads() -> list[str]:
    """Every hostile text, in 7-bit and C1 form, ended in every way and not at all."""
    found = [character for code in range(0x20) if (character := chr(code)) not in "\n"]
    found += [chr(code) for code in range(0x7F, 0xA0)]
    found += [*BIDI, "\u2028", "\u2029", "\ufeff", "\ud800", "\udcfc", "\udfff"]
    bodies = {"OSC": OPERATING_SYSTEM, "DCS": DEVICE_CONTROL, "APC": APPLICATION}
    for kind, begins in _STRINGS.items():
        for place, body in enumerate(bodies.get(kind, ["Text", "\x1b[6n"])):
            found += [begin + body + _ENDS[place % len(_ENDS)] for begin in begins]
        found += [begin + "offen" for begin in begins]
    found += [begin + body for body in CONTROL for begin in ("\x1b[", "\x9b")]
    found += ["\x1b" + body for body in SHORT]
    return found + RECORDED
