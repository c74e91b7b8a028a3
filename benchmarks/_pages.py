"""``python -m benchmarks._pages``: write the figures of results/ into the pages; ./run bench does so.

A page has a place for them, from ``<!-- measured: NAME -->`` to ``<!-- end of measured -->``.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks._figures import RESULTS, about, spread, table
from tooling.steps import ROOT

PLACE = re.compile(r"(<!-- measured: (\w+) -->\n)(.*?)(?=<!-- end of measured -->)", re.DOTALL)
# "How it works" in the app shows these.
SHOWN = ROOT / "frontend" / "src" / "features" / "how" / "measuredCosts.json"
Told = dict[str, Any]
PEERS = {
    "Usher": "Usher",
    "Express": "Express 5, express-oauth2-jwt-bearer, pg",
    "FastAPI": "FastAPI, PyJWT, asyncpg",
    "DRF, cursor": "plain DRF, by cursor",
    "DRF, page number": "plain DRF, by page number",
}
ASKED = {
    ("list", 10): "a list, 10 permissions",
    ("list", 400): "a list, 400 permissions",
    ("detail", 10): "a film",
    ("create", 10): "create",
    ("edit", 10): "edit",
}
AT_SIZE = {
    "first page": "the first page",
    "page 30": "page 30",
    "deep in equal years": "a page in the middle",
    "search: a name of the cast": "search for a name of the cast",
    "summary": "the figures of the charts",
}


def lists(told: Told) -> str:
    cpu = {(row["who"], row["what"], row["permissions"]): row["cpu_rounds"] for row in told["figures"]}
    found = {who: [cpu.get((who, *asked), []) for asked in ASKED] for who in PEERS}
    rows = [(said, *(milliseconds(each) for each in found[who])) for who, said in PEERS.items()]
    return f"{table(('ms of CPU a request', *ASKED.values()), rows)}\n\n{about(told)}"


def milliseconds(microseconds: list[float]) -> str:
    return spread([each / 1000 for each in microseconds], 1) if microseconds else ""


def guard(told: Told) -> str:
    rows = {(row["what"], row["permissions"]): row for row in told["rows"]}
    found = [
        (f"{held} permissions", rows["the list, unguarded", held]["CPU µs a request"], row["found"])
        for held, row in ((held, rows["the list", held]) for held in (10, 400))
    ]
    head = ("a token of", "µs of CPU for a list without guard", "with the guard")
    return f"{table(head, found)}\n\n{about(told)}"


def at_size(told: Told) -> str:
    rows = [(said, *(spread(each, 1) for each in told["PostgreSQL"][name])) for name, said in AT_SIZE.items()]
    head = ("ms in PostgreSQL", "1,000 films", "1,000,000 films")
    return f"{table(head, rows)}\n\n{about(told, 'times')}"


def files(told: Told) -> str:
    inside, outside = (
        kib(told["medians"][name]["login"]["files"]) for name in ("single_audience", "backend_for_frontend")
    )
    return (
        f"Until the first list of films a browser fetches {inside} of the page's files, {outside} where no"
        f" token is in it. {about(told)}"
    )


def strategies(told: Told) -> str:
    medians = told["medians"]
    cells = {
        name: [*map(visit, each.values()), kib(each["login"]["files"])] for name, each in medians.items()
    }
    head = ("strategy", "after a login", "after a reload", "the page's files, at first")
    return f"{table(head, [(f'`{name}`', *each) for name, each in cells.items()])}\n\n{about(told)}"


def visit(found: dict[str, int]) -> str:
    seconds = found["milliseconds"] / 1000
    return f"{found['requests']} requests, {kib(found['bytes'])}, {seconds:.1f} s"


def kib(found: int) -> str:
    return f"{found / 1024:.0f} KiB"


def audiences(told: Told) -> str:
    steady = {name: (cpu, beside) for name, _clock, cpu, beside in told["steady"]}
    rows = [
        (f"`{name}`", requests, f"{clock}, {beside}", ", ".join(steady[name]))
        for name, requests, _which, clock, beside in told["first"]
    ]
    head = (
        "strategy",
        "requests to a further API's first data",
        "ms until then",
        "ms of CPU a call in steady state",
    )
    return f"{table(head, rows)}\n\n{about(told)}"


def sessions(told: Told) -> str:
    calls = [call[:4] for call in told["calls"]]
    head = ("µs of CPU", "at the API", "below `/bff`", "more")
    found = "; ".join(f"{count}: {cost} µs" for count, cost in told["sessions"])
    return f"{table(head, calls)}\n\nTo find one session among so many: {found}. {about(told)}"


def token_sizes(told: Told) -> str:
    kinds = told["scopes"], told["no scopes"]
    more = [round((of["characters"][-1] - of["characters"][0]) / told["permissions"][-1]) for of in kinds]
    sizes = ([f"{size:,}" for size in of["characters"]] for of in kinds)
    most = [
        (f"most in {limit}", *(f"{of['most'][limit]} permissions" for of in kinds))
        for limit in kinds[0]["most"]
    ]
    head = ("permissions", "characters, with a scope for each", "characters, without scopes")
    return (
        f"The size of an access token is some {kinds[0]['characters'][0]} characters without a permission,"
        f" and each adds {more[0]}: {more[1]} in `permissions`, the rest in `scope`, as this site's app asks"
        f" for each by name.\n\n{table(head, [*zip(told['permissions'], *sizes, strict=True), *most])}\n\n"
        f"The site has {told['own']} permissions, all of which Batman holds. {about(told)}"
    )


def token_looks(told: Told) -> str:
    looks = told["looks"]
    rows = [(name, *(spread(each[name]) for each in looks.values())) for name in next(iter(looks.values()))]
    return f"{table(('µs', *(f'{held} permissions' for held in looks)), rows)}\n\n{about(told)}"


# What a page may keep a place for: of which result, and how it is told.
MAKERS: dict[str, tuple[str, Callable[[Told], str]]] = {
    "list": ("list", lists),
    "guard": ("guard", guard),
    "at_size": ("at_size", at_size),
    "files": ("strategies", files),
    "strategies": ("strategies", strategies),
    "audiences": ("audiences", audiences),
    "sessions": ("bff", sessions),
    "token_sizes": ("tokens", token_sizes),
    "token_looks": ("tokens", token_looks),
}


def result(name: str) -> Told:
    found: Told = json.loads((RESULTS / f"{name}.json").read_text())
    return found


def filled(text: str) -> str:
    """Return a page with today's figures in their places; what was never measured stays as it is."""
    return PLACE.sub(lambda place: place[1] + (made(place[2]) or place[3]), text)


def made(name: str) -> str:
    of, tell = MAKERS[name]
    return f"{tell(result(of))}\n" if (RESULTS / f"{of}.json").exists() else ""


def pages() -> dict[Path, str]:
    """Return what each file should hold that tells figures."""
    written = {file: file.read_text() for file in sorted((ROOT / "docs").rglob("*.md"))}
    found = {file: filled(text) for file, text in written.items() if PLACE.search(text)}
    return {**found, SHOWN: f"{json.dumps(result('strategies'), indent=2)}\n"}


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text)
