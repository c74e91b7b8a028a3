"""Three ways for an app to know what somebody may do: /me/permissions, a live look-up, the ID token.

Run: ./run bench spa_permissions. One Usher is the issuer, and stands in for a tenant with its Management API;
another knows it by settings alone and takes the token's word (PERMISSION_SOURCE=token). Three people hold
10, 71 and 400 permissions of one API. For each way: what one look costs in requests, bytes and time; how long
after a change was saved the app knows, looking again and again; and the same with an audience for each API.
The live look-up is done twice: as Q&A threads have it, every page of users/{id}/permissions asked for the
request that waits, and by PERMISSION_SOURCE=live. The ID token's claims are the issuer's own; what an Action
would ask of the Management API at each login is counted by running the exported one in Node.
"""

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import requests

from benchmarks._login import API, LoggedIn
from tests.e2e.changer import Changer, changer_of
from tests.e2e.server import ROOT, Site, running_site
from tooling import install

HELD = (10, 71, 400)
ROUNDS = 30
CHANGES = 20
TTL = 2  # seconds that the directory keeps an answer here; 60 is the default
NAMESPACE = "https://usher.example/"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "benchmarks._counted", "WORKERS": "1"}
SETTINGS |= {f"{what}_RATE": "0" for what in ("LOGIN", "TOKEN", "API", "MANAGEMENT")}
PEOPLE = """
from django.contrib.auth.models import Permission, User
from directory.demo import PASSWORD
from directory.subjects import subject_of
for count in {HELD}:
    user = User.objects.create_user("holds" + str(count), password=PASSWORD, first_name="Somebody")
    user.user_permissions.set(Permission.objects.filter(codename__endswith=":parts").order_by("codename")[:count])
    print(subject_of(user))
"""


@dataclass
class Look:
    """One way of one person. ``by_app`` counts the requests of the app so far, of which none are made
    where the look is a back end's; the app waits for that with one. Times are in milliseconds.
    """

    look: Callable[[], set[str]]
    by_app: Callable[[], int] | None = None
    milliseconds: list[float] = field(default_factory=list)

    def requests_of_one(self) -> int:
        if self.by_app is None:
            return 1
        before = self.by_app()
        self.look()
        return self.by_app() - before

    def round(self) -> None:
        began = time.perf_counter()
        self.look()
        self.milliseconds.append((time.perf_counter() - began) * 1000)


class Management:
    """The tenant's Management API as a back end asks it."""

    def __init__(self, issuer: Site) -> None:
        told = issuer.manage("client", "add", "--management", "read:users", "--json")
        self.client: dict[str, str] = json.loads(told)
        self.issuer, self.session = issuer, requests.Session()
        body = {"grant_type": "client_credentials", "audience": f"{issuer.url}/api/v2/"}
        secret = {"client_id": self.client["id"], "client_secret": self.client["secret"]}
        answer = self.session.post(f"{issuer.url}/oauth/token", {**body, **secret})
        answer.raise_for_status()
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    @property
    def asked(self) -> int:
        """How many requests came so far, whoever sent them."""
        file = Path(self.issuer.environment["ASKED"])
        return file.stat().st_size if file.exists() else 0

    def page(self, subject: str, **query: str) -> Any:
        address = f"{self.issuer.url}/api/v2/users/{subject}/permissions"
        answer = self.session.get(address, params=query)
        answer.raise_for_status()
        return answer.json()

    def every_page(self, subject: str) -> set[str]:
        found: list[str] = []
        while True:
            page = str(len(found) // 100)
            answer = self.page(subject, page=page, per_page="100", include_totals="true")
            found += [entry["permission_name"] for entry in answer["permissions"]]
            if len(found) >= answer["total"]:
                return set(found)

    def first_page(self, subject: str) -> set[str]:
        return {entry["permission_name"] for entry in self.page(subject)}


def claimed(id_token: str) -> set[str]:
    """Return what an ID token says; whether it is true is not the question here."""
    claims = jwt.decode(id_token, options={"verify_signature": False})
    return set(claims[f"{NAMESPACE}permissions"])


def listed(answer: requests.Response) -> set[str]:
    return set(answer.json()["permissions"])


def requests_of_an_action(management: Management, subject: str) -> list[str]:
    """Return what the exported Action asks at one login of somebody, its token not kept yet."""
    from project.auth0.action import claims_action  # noqa: PLC0415  It needs the settings.

    secrets = {"DOMAIN": "tenant.eu.auth0.com", "CLIENT_ID": management.client["id"]}
    secrets["CLIENT_SECRET"] = management.client["secret"]
    event = {
        "client": {"metadata": {"usher": "true"}},
        "user": {"user_id": subject},
        "authorization": {"roles": []},
        "secrets": secrets,
    }
    code = claims_action(["https://api.usher.example/"])["code"]
    done = subprocess.run(
        [install.node(), ROOT / "tests" / "clients" / "run_action.mjs"],
        input=json.dumps({"code": code, "site": management.issuer.url, "event": event}),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert f"{NAMESPACE}permissions" in told["claims"], told["logged"]
    asked: list[str] = told["asked"]
    return asked


def spread(figures: list[float], digits: int = 1) -> str:
    low, high = min(figures), max(figures)
    return f"{statistics.median(figures):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def show(title: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    print(f"\n{title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")


def cost_of_a_look(sites: dict[str, Site], management: Management, subjects: dict[int, str]) -> None:
    rows: list[tuple[object, ...]] = []
    tokens: list[tuple[object, ...]] = []
    for count in HELD:
        person, subject = LoggedIn(sites["issuer"], f"holds{count}"), subjects[count]
        looks = ways(sites, management, person, subject)
        for _ in range(ROUNDS):
            for look in looks.values():
                look.round()
        for name, look in looks.items():
            time.sleep(2 * TTL)  # so that nothing is kept
            before, known = management.asked, len(look.look())
            at_management = management.asked - before
            rows.append(
                (name, count, look.requests_of_one(), at_management, known, spread(look.milliseconds))
            )
        answer = person.get(f"{sites['token'].url}/me/permissions")
        action = requests_of_an_action(management, subject)
        sizes = (len(person.tokens["access_token"]), len(answer.content), len(person.tokens["id_token"]))
        tokens.append((count, *sizes, len(action)))
    head = ("way", "held", "requests of the app", "of the back end at the Management API", "permissions seen")
    show("One look", (*head, "ms, median (least–most)"), rows)
    sized = ("held", "access token", "answer of /me/permissions", "ID token with the claim")
    show("Bytes, and what a login costs", (*sized, "requests of an Action at each login and refresh"), tokens)


def ways(sites: dict[str, Site], management: Management, person: LoggedIn, subject: str) -> dict[str, Look]:
    def asked() -> int:
        return person.asked

    def address(name: str) -> str:
        return f"{sites[name].url}/me/permissions"

    return {
        "(a) /me/permissions, from the token at hand": Look(
            lambda: listed(person.get(address("token"))), asked
        ),
        f"(b) live: PERMISSION_SOURCE=live, kept for {TTL} s": Look(
            lambda: listed(person.get(address("live"))), asked
        ),
        "(b) live: every page at each request": Look(lambda: management.every_page(subject)),
        "(b) live: the first page, as it comes": Look(lambda: management.first_page(subject)),
        "(c) the ID token at hand": Look(lambda: claimed(person.tokens["id_token"]), asked),
        "(c) the next ID token": Look(lambda: claimed(person.refresh()["id_token"]), asked),
    }


def freshness(sites: dict[str, Site], management: Management, subject: str, changer: Changer) -> None:
    """Give and take one permission over and over, and look again and again until the app would know."""
    person = LoggedIn(sites["issuer"], f"holds{HELD[0]}")
    address = f"{sites['issuer'].url}/me/permissions"

    def followed() -> set[str]:
        answer = person.get(address)
        if answer.json()["stale"]:
            person.refresh()
            answer = person.get(address)
        return listed(answer)

    def next_token() -> set[str]:
        person.refresh()
        return listed(person.get(f"{sites['token'].url}/me/permissions"))

    known = ways(sites, management, person, subject)
    looks = {
        "(a) /me/permissions with the next token": next_token,
        **{name: known[name].look for name in known if "PERMISSION_SOURCE" in name or "every page" in name},
        "(c) the next ID token": known["(c) the next ID token"].look,
        "/me/permissions by hybrid, which says when a token is stale": followed,
    }
    seen: dict[str, list[float]] = {name: [] for name in looks}
    given = False
    for _ in range(CHANGES):
        for name, look in looks.items():
            look()  # so that what is kept is kept anew
            given = not given
            change = "grant" if given else "withdraw"
            saved = changer.make(f"{change}(User.objects.get(username='holds{HELD[0]}'), 'list:books')")
            while ("list:books" in look()) != given:
                time.sleep(0.02)
            seen[name].append(time.time() - saved)
    rows: list[tuple[object, ...]] = [(name, spread(seconds, 2)) for name, seconds in seen.items()]
    show(
        f"From a saved change until the app knows, looking all the time, {CHANGES} changes",
        ("way", "s"),
        rows,
    )


def at_hand(sites: dict[str, Site], changer: Changer) -> None:
    """Show that what the app has goes on saying what it said."""
    person = LoggedIn(sites["issuer"], f"holds{HELD[0]}")
    changer.make(f"grant(User.objects.get(username='holds{HELD[0]}'), 'list:books')")
    time.sleep(2)
    old = listed(person.get(f"{sites['token'].url}/me/permissions"))
    print("\nTwo seconds after a permission was given, with the tokens of before: ", end="")
    print(f"/me/permissions from the token {'has' if 'list:books' in old else 'lacks'} it, ", end="")
    print(f"the ID token {'has' if 'list:books' in claimed(person.tokens['id_token']) else 'lacks'} it;")
    print(f"an access token lasts {person.tokens['expires_in']} s here.")


def several_audiences(sites: dict[str, Site]) -> None:
    """Draw Robin's whole menu where each API has an audience of its own."""
    person = LoggedIn(sites["issuer"], "robin")
    apis = {
        item["name"]: item["audience"]
        for item in person.get(f"{sites['token'].url}/me/permissions").json()["resources"]
    }

    def one_token(name: str) -> set[str]:
        answer = person.get(f"{sites[name].url}/me/permissions").json()
        return {f"{word}:{item['name']}" for item in answer["resources"] for word in item["granted"] or ()}

    def each_token() -> set[str]:
        found: set[str] = set()
        for audience in apis.values():
            person.refresh(audience=audience)
            found |= listed(person.get(f"{sites['token'].url}/me/permissions"))
        return found

    looks: dict[str, Callable[[], set[str]]] = {
        f"(a) from the one token of the login, for {API}": lambda: one_token("token"),
        f"(a) from each of the {len(apis)} APIs' own tokens": each_token,
        "(a) with a directory beside the token": lambda: one_token("issuer"),
        "(c) the ID token": lambda: claimed(person.tokens["id_token"]),
    }
    rows: list[tuple[object, ...]] = []
    for name, look in looks.items():
        before = person.asked
        known = look()
        rows.append((name, person.asked - before, len(known)))
        person.refresh(audience=API)
    opens = listed(person.get(f"{sites['token'].url}/me/permissions"))
    show(
        "Robin's whole menu, an audience for each API",
        ("way", "requests of the app", "permissions seen"),
        rows,
    )
    print(
        f"\nThe ID token names {len(claimed(person.tokens['id_token']))} permissions beside an access token"
    )
    print(f"that opens {len(opens)}: which API wants which token it does not say.")


def external(stack: ExitStack, folder: Path, issuer: Site, **settings: str) -> Site:
    """Serve a site that knows the issuer by its settings alone, beside its port."""
    folder.mkdir()
    known = {"OIDC_ISSUER": f"{issuer.url}/", "OIDC_CLIENT_ID": "usher-spa", "OIDC_FLAVOUR": "auth0"}
    return stack.enter_context(running_site(folder, **SETTINGS, **known, **settings))


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    issuer = stack.enter_context(running_site(folder, **SETTINGS, ASKED=str(folder / "asked")))
    subjects = dict(
        zip(
            HELD,
            issuer.manage("shell", "--no-imports", "-c", PEOPLE.replace("{HELD}", str(HELD))).split(),
            strict=True,
        )
    )
    management = Management(issuer)
    live = {
        "DIRECTORY": "directory.backends.auth0.Auth0Directory",
        "PERMISSION_SOURCE": "live",
        "AUTH0_MANAGEMENT_CLIENT_ID": management.client["id"],
        "AUTH0_MANAGEMENT_CLIENT_SECRET": management.client["secret"],
        "DIRECTORY_TTL": str(TTL),
        "DIRECTORY_BUDGET": "1000",
    }
    sites = {
        "issuer": issuer,
        "token": external(stack, folder / "token", issuer, PERMISSION_SOURCE="token"),
        "live": external(stack, folder / "live", issuer, **live),
    }
    cost_of_a_look(sites, management, subjects)
    with changer_of(issuer) as changer:
        freshness(sites, management, subjects[HELD[0]], changer)
        at_hand(sites, changer)
    apart = {"AUDIENCE_STRATEGY": "multi_resource_refresh_token"}
    (folder / "apart").mkdir()
    issuer_apart = stack.enter_context(running_site(folder / "apart", **SETTINGS, **apart))
    token_apart = external(stack, folder / "token-apart", issuer_apart, **apart, PERMISSION_SOURCE="token")
    several_audiences({"issuer": issuer_apart, "token": token_apart})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    with ExitStack() as everything:
        measure(everything)
