"""The docs and the page "How it works" tell the same figures, for both have them from one measurement."""

import json
import re

from django.conf import settings

MEASURED = settings.BASE_DIR / "frontend" / "src" / "features" / "how" / "measuredCosts.json"
AUDIENCES = settings.BASE_DIR / "docs" / "audiences.md"
ROWS = re.compile(r"^\| (`\w+`.*?) \| (\d+ requests.*?) \| (.+?) \| (\d+ KiB) \|$", re.MULTILINE)


def test_the_table_in_the_docs_says_what_the_page_shows():
    medians = json.loads(MEASURED.read_text())["medians"]
    told: dict[str, list[str]] = {}
    for named, *cells in ROWS.findall(AUDIENCES.read_text()):
        gateways = ["gateway_client_credentials", "token_exchange"] if "both gateways" in named else []
        told |= dict.fromkeys(re.findall(r"`(\w+)`", named) + gateways, cells)
    assert told == {name: cells_of(**visits) for name, visits in medians.items()}


def cells_of(login, reload):
    return [*map(in_words, (login, reload)), f"{login['files'] / 1024:.0f} KiB"]


def in_words(visit):
    seconds = visit["milliseconds"] / 1000
    return f"{visit['requests']} requests, {visit['bytes'] / 1024:.0f} KiB, {seconds:.1f} s"
