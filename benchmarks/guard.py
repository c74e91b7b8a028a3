"""What the guard adds to a list, and what a list and /me cost where little or nothing is new.

Run: ./run bench guard [--rounds N]; a minute. In one process and on PostgreSQL, as what is told is a
small part of a request: each is asked a few times in turn with all the others, and held beside the
plainest, round by round. "Directory cold": nothing is known of what the person holds. "Token never
seen": each request brings a token of its own, its signature still to be verified.
"""

import argparse
import os
import statistics
from collections.abc import Callable, Iterator
from itertools import repeat
from time import process_time
from typing import Any

import django

from benchmarks._figures import about, provenance, spread, table, write
from benchmarks._films import films
from benchmarks._site import postgres

FILMS = 2_000
CALLS = 5
LIST, OPEN, ME = "/api/movies/", "/api/open/movies/", "/me/permissions"
HELD = {10: "", 400: "|:parts$"}
# The row, what it is held beside (a share where it begins with the sign of it, else a difference), the must.
ROWS = [
    ("the list, unguarded", "", ""),
    ("the list", "the list, unguarded", {10: "≤ 60 more", 400: "≤ 120 more"}),
    ("the list, directory cold", "the list", "≤ 400 more"),
    ("the list, token never seen", "the list", "≤ 1,000 more"),
    ("the list, 304", "×the list", "≤ 1,000; ≤ ×0.6"),
    ("/me/permissions", "", ""),
    ("/me/permissions, 304", "×/me/permissions", "≤ 1,200"),
]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench guard", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with postgres() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks._many_permissions"}
        os.environ["API_RATE"] = "9999999/m"
        django.setup()
        from benchmarks import _in_process  # noqa: PLC0415  Its models need the apps to be there.

        _in_process.fill(list(films(FILMS)))
        found = {held: measured(held, rounds) for held in HELD}
    cells = [row for held, each in found.items() for row in told(held, each)]
    measuring = provenance("./run bench guard", rounds)
    head = ("what", "permissions", "CPU µs a request", "beside", "found", "must")
    text = f"# What the guard adds\n\n{about(measuring)}\n\n{table(head, cells)}"
    print(f"\n{text}")
    medians = [dict(zip(head, cell, strict=True)) for cell in cells]
    write("guard", text, {**measuring, "rows": medians})


def measured(held: int, rounds: int) -> dict[str, list[float]]:
    """Return the CPU µs a request of each row, round by round."""
    from benchmarks._in_process import as_served  # noqa: PLC0415  as above

    asked = actions(held, rounds)
    for action in asked.values():
        action()
    as_served()
    found: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, action in asked.items():
            began = process_time()
            for _ in range(CALLS):
                action()
            found[name].append((process_time() - began) / CALLS * 1e6)
    return found


def actions(held: int, rounds: int) -> dict[str, Callable[[], Any]]:
    from benchmarks._in_process import TEN, asking, somebody, token_of  # noqa: PLC0415  as above
    from permissions_api.effective_permissions import forget_effective_permissions as forget  # noqa: PLC0415

    user = somebody(f"holds{held}", TEN + HELD[held])
    token = token_of(user)
    new = iter([token_of(user) for _ in range(rounds * CALLS + 1)])
    known = {path: asking(path)(token)["ETag"] for path in (LIST, ME)}
    said = {
        "the list, unguarded": (OPEN, repeat(token), {}),
        "the list": (LIST, repeat(token), {}),
        "the list, directory cold": (LIST, after(forget, token), {}),
        "the list, token never seen": (LIST, new, {}),
        "the list, 304": (LIST, repeat(token), {"if-none-match": known[LIST]}),
        "/me/permissions": (ME, repeat(token), {}),
        "/me/permissions, 304": (ME, repeat(token), {"if-none-match": known[ME]}),
    }
    return {name: of(asking(path, **more), tokens) for name, (path, tokens, more) in said.items()}


def of(ask: Callable[[str], Any], tokens: Iterator[str]) -> Callable[[], None]:
    def action() -> None:
        assert ask(next(tokens)).status_code in (200, 304)

    return action


def after(action: Callable[[], None], token: str) -> Iterator[str]:
    while True:
        action()
        yield token


def told(held: int, found: dict[str, list[float]]) -> Iterator[tuple[object, ...]]:
    for name, beside, must in ROWS:
        most = must[held] if isinstance(must, dict) else must
        yield name, held, spread(found[name]), beside.lstrip("×"), compared(found, name, beside), most


def compared(found: dict[str, list[float]], name: str, beside: str) -> str:
    if not beside:
        return ""
    pairs = [*zip(found[name], found[beside.lstrip("×")], strict=True)]
    if beside.startswith("×"):
        return f"×{statistics.median(one / other for one, other in pairs):.2f}"
    return f"{statistics.median(one - other for one, other in pairs):+,.0f} µs"


if __name__ == "__main__":
    main()
