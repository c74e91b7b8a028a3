"""Write Unicode's tables of what looks alike and what is not seen, from ICU, where they are kept current.

./.local/uv/bin/uv run --no-project --with pyicu-wheels==2.15.2 tooling/unicode_tables.py
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import icu

TABLES = Path(__file__).parents[1] / "directory" / "unicode_tables.txt"
POINTS = 0x110000
SURROGATES = range(0xD800, 0xE000)
HEAD = """\
# Written by tooling/unicode_tables.py, which says with what command. Do not edit.
# Data of Unicode {version}, (c) Unicode, Inc., Unicode License v3: https://www.unicode.org/license.txt
# unseen: first and last code point of each range with the property Default_Ignorable_Code_Point.
# alike: a prototype, then the characters that are taken for it (UTS 39, section 4). All in hex.
unicode {version}
"""


def main() -> None:
    lines = [HEAD.format(version=icu.UNICODE_VERSION).rstrip()]
    lines += [f"unseen {first:X} {last:X}" for first, last in unseen()]
    lines += [f"alike {hexed(prototype)}; {hexed(each)}" for prototype, each in alike().items()]
    TABLES.write_text("\n".join(lines) + "\n")


def unseen() -> Iterator[tuple[int, int]]:
    first = None
    for point in range(POINTS + 1):
        if point < POINTS and ignorable(point):
            first = point if first is None else first
        elif first is not None:
            yield first, point - 1
            first = None


def alike() -> dict[str, str]:
    spoof, decompose = icu.SpoofChecker(), icu.Normalizer2.getNFDInstance()
    found: dict[str, str] = defaultdict(str)
    for character in (chr(point) for point in range(POINTS) if point not in SURROGATES):
        # What is decomposed first has no entry of its own: its parts have.
        if ignorable(ord(character)) or decompose.normalize(character) != character:
            continue
        prototype = spoof.getSkeleton(0, character)
        if prototype != character:
            found[prototype] += character
    return dict(sorted(found.items()))


def ignorable(point: int) -> bool:
    return bool(icu.Char.hasBinaryProperty(point, icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT))


def hexed(text: str) -> str:
    return " ".join(f"{ord(character):X}" for character in text)


main()
