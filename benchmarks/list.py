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
from benchmarks._load import Load, Next, in_turns, load, request
from benchmarks._login import API, LoggedIn
from benchmarks._picture import picture_of
from benchmarks._site import SETTINGS, empty_served, fill, postgres, served, shell
from tests.e2e.server import Site

MANY = {"DJANGO_SETTINGS_MODULE": "benchmarks._many_permissions"}
HELD = (10, 400)
WARM_SECONDS = 0.4
# Enough that each is asked about again only after an answer of the directory has been let go.
PEOPLE = 300
NEW_TOKENS = 250  # in each round

MAKE_PEOPLE = """
from django.contrib.auth.models import Permission, User
from directory.demo import PASSWORD
own = Permission.objects.filter(codename__regex="^(list|read|write|edit|delete):(movies|books)$")
parts = Permission.objects.filter(codename__endswith=":parts").order_by("codename")
for count in {held}:
    user = User.objects.create_user(f"holds{{count}}", password=PASSWORD, first_name="Somebody")
    user.user_permissions.set([*own, *parts[: count - 10]])
everybody = User.objects.bulk_create(User(username=f"one{{number}}") for number in range({people}))
through = User.user_permissions.through
through.objects.bulk_create(
    through(user=user, permission=permission) for user in everybody for permission in own
)
"""
# Tokens say what those say that the app's own client gets by login; so many logins would take hours.
MINT = """
import sys
from datetime import datetime, timezone
from django.contrib.auth.models import User
from directory.effective_permissions import effective_permissions
from directory.subjects import subject_of
from identity.token.token_claims import mint_access_token
from permissions_api.conf import conf
for name, count in [("one", {people}), ("holds10", {new})]:
    for number in range(count):
        if name == "one" or not number:
            user = User.objects.get(username=f"one{{number}}" if name == "one" else name)
            held = effective_permissions(user)
        print(mint_access_token(subject=subject_of(user), client_id=conf.CLIENT_ID, audience=conf.AUDIENCE,
            held=held, scopes=["openid", "profile", "email", "offline_access"],
            auth_time=datetime.now(timezone.utc)))
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
    warmed: bool = True
    found: list[Load] = field(default_factory=list)

    def measure(self, seconds: float, database: int) -> None:
        if self.warmed:
            load(self.site.url, self.asked(), self.status, WARM_SECONDS, self.site.pid, database)
        self.found.append(load(self.site.url, self.asked(), self.status, seconds, self.site.pid, database))

    def median(self, what: str) -> float:
        return float(statistics.median(getattr(each, what) for each in self.found))


def cases(stack: ExitStack, url: str, rounds: int, *, peers: bool) -> list[Case]:
    """Start every server and return what is asked of it."""
    people = {"held": HELD, "people": PEOPLE, "new": NEW_TOKENS * rounds}
    shell({**SETTINGS, **MANY, "DATABASE_URL": url}, MAKE_PEOPLE.format(**people))
    # The site's own client is where the last site is that was started: each login comes before the next.
    one = stack.enter_context(served(url, "Usher with THREADS=1", THREADS="1", **MANY))
    alone = {held: Asked(one, LoggedIn(one, f"holds{held}").tokens["access_token"]) for held in HELD}
    usher = stack.enter_context(served(url, **MANY))
    tokens = {held: LoggedIn(usher, f"holds{held}").tokens["access_token"] for held in HELD}
    minted = shell(usher.environment, MINT.format(**people)).split()
    found = []
    for held in HELD:
        found += of_usher(Asked(usher, tokens[held]), held)
        found.append(Case("list", "Usher, THREADS=1", held, one, alone[held].get(alone[held].first)))
    empty = stack.enter_context(empty_served(usher))
    for held in HELD:
        found.append(Case(EMPTY, "Usher", held, empty, Asked(empty, tokens[held]).get(f"{empty.url}/")))
    found += with_tokens_of_many(Asked(usher, ""), minted)
    for name, site in peer_sites(stack, usher).items() if peers else ():
        for held in HELD:
            found += PEERS[name](site, tokens[held], held)
    return found


def of_usher(asked: Asked, held: int) -> list[Case]:
    site, me = asked.site, f"{asked.site.url}/me/permissions"
    return [
        Case("list", "Usher", held, site, asked.get(asked.first)),
        Case("list", "Usher, unguarded", held, site, asked.get(asked.first.replace("/api/", "/api/open/"))),
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


def with_tokens_of_many(asked: Asked, minted: list[str]) -> list[Case]:
    """Ask as a person whom no process has asked about of late, and with tokens that none has seen."""
    built = [request(asked.first, {"Authorization": f"Bearer {token}"}) for token in minted]
    # Not from the beginning each time: a round goes on where the last one ended.
    cold = in_turns(built[:PEOPLE])
    unseen = iter([built[start : start + NEW_TOKENS] for start in range(PEOPLE, len(built), NEW_TOKENS)])
    return [
        Case("list, directory cold", "Usher", HELD[0], asked.site, lambda: cold),
        Case(
            "list, token never seen",
            "Usher",
            HELD[0],
            asked.site,
            lambda: in_turns(next(unseen), NEW_TOKENS),
            warmed=False,
        ),
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
                "cpu": round(case.median("cpu") / own.median("cpu"), 2),
                "requests/s": round(own.median("rate") / case.median("rate"), 2),
                "must": least,
                "aim": aim,
            }
        )
    return rows


def differences(found: list[Case]) -> list[tuple[object, ...]]:
    """Tell what is a difference or a share of two of Usher's own rows."""
    at = {(case.row, case.system, case.held): case for case in found}
    rows: list[tuple[object, ...]] = []

    def tell(
        name: str, held: int, must: str, one: str, other: str, more: Callable[[Case, Case], str]
    ) -> None:
        systems = [part.split("|") for part in (one, other)]
        pair = [at.get((row, system or "Usher", held)) for row, system in systems]
        if pair[0] and pair[1]:
            rows.append((name, held, more(pair[0], pair[1]), must))

    def added(one: Case, other: Case) -> str:
        each = [mine.cpu - base.cpu for mine, base in zip(one.found, other.found, strict=True)]
        return f"{spread(each)} µs CPU"

    def share(one: Case, other: Case) -> str:
        return f"{one.median('cpu'):,.0f} µs CPU, ×{one.median('cpu') / other.median('cpu'):.2f}"

    def threads(one: Case, other: Case) -> str:
        rate, slowest = one.median("rate") / other.median("rate"), one.median("p99") / other.median("p99")
        return f"×{rate:.2f} requests/s, ×{slowest:.2f} p99"

    for held in HELD:
        tell("the server and its threads alone, of a list", held, "", f"{EMPTY}|", "list|", share)
        most = {10: "≤ 60", 400: "≤ 120"}[held]
        tell("what the guard adds", held, most, "list|", "list|Usher, unguarded", added)
        tell(
            "a person's first request in a second adds",
            held,
            "≤ 400",
            "list, directory cold|",
            "list|",
            added,
        )
        tell("a token never seen adds", held, "≤ 1,000", "list, token never seen|", "list|", added)
        tell("list 304, of the 200", held, "≤ 1,000; ≤ ×0.6", "list, 304|", "list|", share)
        tell(
            "/me/permissions 304, of the 200",
            held,
            "≤ 1,200",
            "/me/permissions, 304|",
            "/me/permissions|",
            share,
        )
        tell("default THREADS against 1", held, "≥ ×0.95; ≤ ×1.5", "list|", "list|Usher, THREADS=1", threads)
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
        every = cases(stack, url, options.rounds, peers=not options.no_peers)
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
