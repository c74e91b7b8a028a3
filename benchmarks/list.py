"""What a request costs at Usher and at what people pick instead, doing equal work on one PostgreSQL.

Run: ./run bench list; some eight minutes. README.md says what is equal and what is not.
--rounds N, --seconds S a measurement, --only TEXT for the rows whose name has it, --films FILE for
real ones, --no-peers for Usher alone, --no-write to leave the committed result as it is.
"""

import argparse
import os
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg

from benchmarks import _peers
from benchmarks._asked import Asked
from benchmarks._cpu import LOAD_CORE, on_core, postgres_pid
from benchmarks._figures import about, provenance, spread, table, write
from benchmarks._load import Load, Next, load
from benchmarks._login import API, LoggedIn
from benchmarks._picture import picture_of
from benchmarks._site import SETTINGS, empty_served, fill, postgres, served, shell
from tests.e2e.server import Site

MANY = {"DJANGO_SETTINGS_MODULE": "benchmarks._many_permissions"}
HELD = (10, 400)
WARM_SECONDS = 0.4

MAKE_PEOPLE = """
from django.contrib.auth.models import Permission, User
from directory.demo import PASSWORD
own = Permission.objects.filter(codename__regex="^(list|read|write|edit|delete):(movies|books)$")
parts = Permission.objects.filter(codename__endswith=":parts").order_by("codename")
for count in {held}:
    user = User.objects.create_user(f"holds{{count}}", password=PASSWORD, first_name="Somebody")
    user.user_permissions.set([*own, *parts[: count - 10]])
"""


@dataclass
class Case:
    """One thing that one server is asked over and over, and what was found."""

    row: str
    system: str
    held: int
    site: Site
    asked: Callable[[], Callable[[int], Next]]
    status: int = 200
    found: list[Load] = field(default_factory=list)

    def measure(self, seconds: float, database: int) -> None:
        load(self.site.url, self.asked(), self.status, WARM_SECONDS, self.site.pid, database)
        self.found.append(load(self.site.url, self.asked(), self.status, seconds, self.site.pid, database))

    def median(self, what: str) -> float:
        return float(statistics.median(getattr(each, what) for each in self.found))

    def shares(self, what: str, of: "Case") -> float:
        """Return the median of what this is of another, round by round."""
        pairs = zip(self.found, of.found, strict=True)
        found = [float(getattr(mine, what) / getattr(its, what)) for mine, its in pairs]
        return round(statistics.median(found), 2)


def cases(stack: ExitStack, url: str, *, peers: bool) -> list[Case]:
    """Start every server and return what is asked of it."""
    shell({**SETTINGS, **MANY, "DATABASE_URL": url}, MAKE_PEOPLE.format(held=HELD))
    # The site's own client is where the last site is that was started: each login comes before the next.
    one = stack.enter_context(served(url, "Usher with THREADS=1", THREADS="1", **MANY))
    alone = {held: Asked(one, LoggedIn(one, f"holds{held}").tokens["access_token"]) for held in HELD}
    usher = stack.enter_context(served(url, **MANY))
    tokens = {held: LoggedIn(usher, f"holds{held}").tokens["access_token"] for held in HELD}
    found = []
    for held in HELD:
        found += of_usher(Asked(usher, tokens[held]), held)
        found.append(Case("list", "Usher, THREADS=1", held, one, alone[held].get(alone[held].first)))
    empty = stack.enter_context(empty_served(usher))
    for held in HELD:
        found.append(Case(EMPTY, "Usher", held, empty, Asked(empty, tokens[held]).get(f"{empty.url}/")))
    for name, site in peer_sites(stack, usher).items() if peers else ():
        for held in HELD:
            found += PEERS[name](site, tokens[held], held)
    # What is compared is measured one after the other: a machine's pace may be another in a minute.
    return sorted(found, key=lambda case: (case.row, case.held))


def of_usher(asked: Asked, held: int) -> list[Case]:
    site, me = asked.site, f"{asked.site.url}/me/permissions"
    return [
        Case("list", "Usher", held, site, asked.get(asked.first)),
        Case("list, page 30", "Usher", held, site, asked.get(asked.later_page())),
        Case("list, 304", "Usher", held, site, asked.not_modified(asked.first), 304),
        Case("/me/permissions", "Usher", held, site, asked.get(me)),
        Case("/me/permissions, 304", "Usher", held, site, asked.not_modified(me), 304),
        *of_rows(asked, "Usher", held),
    ]


def of_rows(asked: Asked, system: str, held: int) -> list[Case]:
    return [
        Case("detail", system, held, asked.site, asked.get(asked.row_urls(1)[0])),
        Case("create", system, held, asked.site, asked.create, 201),
        Case("edit", system, held, asked.site, asked.edit),
    ]


def peer_sites(stack: ExitStack, issuer: Site) -> dict[str, Site]:
    _peers.ensure()
    with psycopg.connect(issuer.environment["DATABASE_URL"]) as connection:
        connection.execute(_peers.TABLE)
    return {name: stack.enter_context(_peers.served(name, issuer, API)) for name in _peers.COMMANDS}


def of_lists(asked: Asked, system: str, held: int) -> list[Case]:
    return [
        Case("list", system, held, asked.site, asked.get(asked.first)),
        Case("list, page 30", system, held, asked.site, asked.get(asked.later_page())),
    ]


def of_express(site: Site, token: str, held: int) -> list[Case]:
    asked = Asked(site, token)
    again = Case("list, 304", "Express", held, site, asked.not_modified(asked.first), 304)
    return [*of_lists(asked, "Express", held), again, *of_rows(asked, "Express", held)]


def of_fastapi(site: Site, token: str, held: int) -> list[Case]:
    return of_lists(Asked(site, token), "FastAPI", held)


def of_drf(site: Site, token: str, held: int) -> list[Case]:
    by_cursor = of_lists(Asked(site, token, "/cursor/movies/"), CURSOR, held)
    return [*of_lists(Asked(site, token), "DRF, page number", held), *by_cursor]


EMPTY = "an empty application"
CURSOR = "DRF, cursor"
PEERS = {"Express": of_express, "FastAPI": of_fastapi, "DRF": of_drf}
# What must be reached against each, in CPU: the least, and the aim.
WANTED = {
    ("list", "Express"): (0.55, 0.8),
    ("list", "FastAPI"): (0.6, 1.0),
    ("list", "DRF, page number"): (4, 6),
    ("list", CURSOR): (3, 6),
    ("detail", "Express"): (0.4, 0.8),
    ("create", "Express"): (0.4, 0.8),
    ("edit", "Express"): (0.4, 0.8),
}


def figures(found: list[Case]) -> str:
    return table(
        ("what", "who", "permissions", "CPU µs a request", "PostgreSQL µs", "requests/s", "p99 ms"),
        [
            (
                case.row,
                case.system,
                case.held,
                spread([each.cpu for each in case.found]),
                f"{case.median('database_cpu'):,.0f}",
                spread([each.rate for each in case.found]),
                f"{case.median('p99'):.1f}",
            )
            for case in found
        ],
    )


def ratios(found: list[Case]) -> list[dict[str, object]]:
    """Hold Usher beside each peer that does the same: above 1 it is the cheaper, and the faster."""
    usher = {(case.row, case.held): case for case in found if case.system == "Usher"}
    rows = []
    for case in found:
        own = usher.get((case.row, case.held))
        if own is None or case.system.startswith("Usher"):
            continue
        least, aim = WANTED.get((case.row, case.system), ("", ""))
        rows.append(
            {
                "what": case.row,
                "against": case.system,
                "permissions": case.held,
                "cpu": case.shares("cpu", own),
                "requests/s": own.shares("rate", case),
                "must": least,
                "aim": aim,
            }
        )
    return rows


def differences(found: list[Case]) -> list[tuple[object, ...]]:
    """Tell what one of Usher's own rows is of another."""
    at = {(case.row, case.system, case.held): case for case in found}
    rows: list[tuple[object, ...]] = []
    for held in HELD:
        for name, must, row, base in (
            ("the server and its threads alone, of a list", "", EMPTY, "list"),
            ("list 304, of the 200", "≤ 1,000; ≤ ×0.6", "list, 304", "list"),
            ("/me/permissions 304, of the 200", "≤ 1,200", "/me/permissions, 304", "/me/permissions"),
        ):
            one, other = at.get((row, "Usher", held)), at.get((base, "Usher", held))
            if one and other:
                told = f"{one.median('cpu'):,.0f} µs CPU, ×{one.shares('cpu', other):.2f}"
                rows.append((name, held, told, must))
        usual, single = at.get(("list", "Usher", held)), at.get(("list", "Usher, THREADS=1", held))
        if usual and single:
            told = f"×{usual.shares('rate', single):.2f} requests/s, ×{usual.shares('p99', single):.2f} p99"
            rows.append(("default THREADS against 1", held, told, "≥ ×0.95; ≤ ×1.5"))
    return rows


def report(found: list[Case], options: argparse.Namespace) -> None:
    compared = ratios(found)
    told = provenance(
        f"./run bench list --rounds {options.rounds} --seconds {options.seconds:g}", options.rounds
    )
    text = "\n\n".join(
        [
            "# What a request costs",
            f"{about(told)} One worker each, on one core; load and PostgreSQL on the other."
            " [What is equal and what is not](../README.md).",
            "## Against what people pick instead (above 1: Usher is the cheaper, the faster)",
            table([*compared[0]] if compared else [], [[*row.values()] for row in compared])
            if compared
            else "",
            "## Usher's own",
            table(("what", "permissions", "found", "must"), differences(found)),
            "## Every figure",
            figures(found),
        ]
    )
    print(f"\n{text}")
    if options.write:
        cells = [
            {
                "what": case.row,
                "who": case.system,
                "permissions": case.held,
                **{name: round(case.median(name), 1) for name in ("cpu", "database_cpu", "rate", "p99")},
                "cpu_rounds": [round(each.cpu, 1) for each in case.found],
            }
            for case in found
        ]
        write("list", text, {**told, "ratios": compared, "figures": cells}, picture_of(cells, told))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench list", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.2)
    parser.add_argument("--only", default="")
    parser.add_argument("--films", default="")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-write", dest="write", action="store_false")
    options = parser.parse_args()
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        fill(url, options.films, **MANY)
        every = cases(stack, url, peers=not options.no_peers)
        found = [case for case in every if options.only in case.row]
        database = postgres_pid(url)
        stack.enter_context(on_core(LOAD_CORE))
        for number in range(options.rounds):
            print(f"… round {number + 1} of {options.rounds}", flush=True)
            for case in found:
                case.measure(options.seconds, database)
        report(found, options)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    main()
