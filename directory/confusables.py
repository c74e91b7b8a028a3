"""How a name looks: what in it cannot be read, and what it is taken for, by Unicode's own tables (UTS 39)."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from resources.records import fold

TABLES = Path(__file__).with_name("unicode_tables.txt")
# Blank or a stand-in, and no table of Unicode says so: the braille blank, and what annotates other text.
BLANK = frozenset("\u2800\ufff9\ufffa\ufffb\ufffc")
# Controls, unassigned, private use, halves of characters, line and paragraph separators.
UNREADABLE = frozenset(("Cc", "Cn", "Co", "Cs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class Tables:
    unicode: str
    unseen: frozenset[str]
    alike: dict[int, str]
    """What each character that looks like others is taken for, for ``str.translate``."""


def unreadable(name: str) -> str | None:
    """Return the first character that cannot be seen, or means something else to everybody."""
    return next((each for each in name if _unseen(each) or unicodedata.category(each) in UNREADABLE), None)


def described(character: str) -> str:
    """Return the code point and Unicode's name, such as ``U+3164 (HANGUL FILLER)``."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a character without a name')})"


def readings(name: str) -> frozenset[str]:
    """Return what a name is taken for, whatever case, accents, spaces and alphabets make it differ.

    Names with one of these in common look alike. Two, since case hides likeness and shows it:
    I looks like l, and i does not.
    """
    return frozenset(" ".join(text.split()) for text in (_skeleton(fold(name)), fold(_skeleton(name))))


@cache
def tables() -> Tables:
    """Return the tables, read when they are first asked for and not when a process starts."""
    unicode, unseen, alike = "", set[str](), dict[int, str]()
    for line in TABLES.read_text(encoding="ascii").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "unicode":
            unicode = rest
        elif kind == "unseen":
            first, last = (int(point, 16) for point in rest.split())
            unseen.update(map(chr, range(first, last + 1)))
        elif kind == "alike":
            prototype, _, points = rest.partition(";")
            text = "".join(chr(int(point, 16)) for point in prototype.split())
            alike.update((int(point, 16), text) for point in points.split())
    return Tables(unicode, frozenset(unseen), alike)


def _unseen(character: str) -> bool:
    # Nothing below U+00AD is in the table, so names in plain letters need not read it.
    return character >= "\xad" and (character in BLANK or character in tables().unseen)


def _skeleton(text: str) -> str:
    seen = "".join(letter for letter in unicodedata.normalize("NFD", text) if not _unseen(letter))
    return unicodedata.normalize("NFD", seen.translate(tables().alike))
