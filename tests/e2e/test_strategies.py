"""Under every audience strategy the same screens work, and no API is sent another's token.

Robin and Batman walk through each, Alfred and Joker through the first and the last; with E2E_EVERYBODY=1
(./run test --all) through all.
"""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.changer import changer_of
from tests.e2e.pages import log_in, shot
from tests.e2e.server import ROOT, Site, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

API, MOVIES, BOOKS, AUDIT = (f"https://{name}.usher.example/" for name in ("api", "movies", "books", "audit"))
OWN = {"/api/movies": MOVIES, "/api/books": BOOKS, "/me": API}
GATEWAY = {"/gateway/movies": API, "/gateway/books": API, "/me": API}
BY_SESSION = "backend_for_frontend"
# What each part of the site may be sent: the audience of the token.
SENT = {
    "single_audience": {"/api/movies": API, "/api/books": API, "/me": API},
    "per_api_tokens": OWN,
    "multi_resource_refresh_token": OWN,
    "gateway_client_credentials": GATEWAY,
    "token_exchange": GATEWAY,
    BY_SESSION: {},  # The page has none to send.
}
# The start page tells those who may list the trail what was changed lately.
TRAIL = {
    "single_audience": ("/api/audit", API),
    "per_api_tokens": ("/api/audit", AUDIT),
    "multi_resource_refresh_token": ("/api/audit", AUDIT),
    "gateway_client_credentials": ("/gateway/audit", API),
    "token_exchange": ("/gateway/audit", API),
    BY_SESSION: None,
}
EVERYBODY = ("Batman", "Robin", "Alfred", "Joker")
PEOPLE = {**dict.fromkeys(SENT, EVERYBODY[:2]), "single_audience": EVERYBODY, BY_SESSION: EVERYBODY}
if os.environ.get("E2E_EVERYBODY"):
    PEOPLE = dict.fromkeys(SENT, EVERYBODY)
MAY_ADD = {"Batman": ("film", "book"), "Robin": (), "Alfred": ("book",), "Joker": ()}
MAY_LIST = {"Batman", "Robin", "Alfred"}
PLACES = {"film": ("/movies", "Movies"), "book": ("/books", "Books")}


@dataclass
class Traffic:
    """What a page asked of the site, as the network saw it."""

    sent: set[tuple[str, str]] = field(default_factory=set)
    silent_logins: list[str | None] = field(default_factory=list)
    refreshes: list[str | None] = field(default_factory=list)

    def note(self, request: Request) -> None:
        address = urlsplit(request.url)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token:
            part = "/me" if address.path.startswith("/me/") else "/".join(address.path.split("/")[:3])
            self.sent.add((part, jwt.decode(token, options={"verify_signature": False})["aud"]))
        asked = parse_qs(address.query if address.path == "/authorize" else request.post_data or "")
        if asked.get("prompt") == ["none"]:
            self.silent_logins.append(asked.get("audience", [None])[0])
        if asked.get("grant_type") == ["refresh_token"]:
            self.refreshes.append(asked.get("audience", [None])[0])


@pytest.fixture(scope="module")
def site_with(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """Start a site for each strategy when it is first asked for."""
    running: dict[str, Site] = {}
    blocks = []

    def site(strategy: str) -> Site:
        if strategy not in running:
            folder: Path = tmp_path_factory.mktemp(strategy)
            block = running_site(folder, AUDIENCE_STRATEGY=strategy, LOGIN_RATE="0")
            running[strategy] = block.__enter__()
            blocks.append(block)
        return running[strategy]

    yield site
    for block in blocks:
        block.__exit__(None, None, None)


@pytest.fixture
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
def page_at(new_page: Callable[..., Page], site_with, traffic: Traffic) -> Callable[[str], Page]:
    def make(strategy: str) -> Page:
        page = new_page(site_with(strategy).url)
        page.on("request", traffic.note)
        return page

    return make


@pytest.mark.parametrize(
    ("strategy", "name"), [(strategy, name) for strategy, names in PEOPLE.items() for name in names]
)
def test_each_person_meets_the_same_screens(page_at, traffic: Traffic, strategy: str, name: str):
    page = log_in(page_at(strategy), name, "/movies")
    for kind, (path, title) in PLACES.items():
        page.goto("/")
        if name not in MAY_LIST:
            expect(page.get_by_role("navigation", name="Main").get_by_role("link", name=title)).to_have_count(
                0
            )
            continue
        page.get_by_role("navigation", name="Main").get_by_role("link", name=title).click()
        expect(page.get_by_role("table")).to_be_visible()
        adding = page.get_by_role("link", name=f"Add a {kind}")
        expect(adding).to_have_count(int(kind in MAY_ADD[name]))
        if kind in MAY_ADD[name]:
            adding.click()
            add(page, kind, f"{kind} of {name} by {strategy}")
        else:
            page.goto(f"{path}/new")
            expect(page.get_by_role("main")).to_contain_text(f"write:{path[1:]}")
    shot(page, f"{strategy}-{name}")
    allowed = {*SENT[strategy].items(), *([TRAIL[strategy]] if name == "Batman" else [])}
    assert traffic.sent <= allowed
    assert name not in MAY_LIST or traffic.sent >= set(SENT[strategy].items())


@pytest.mark.parametrize("strategy", PEOPLE)
def test_an_open_page_follows_what_is_given_and_taken(page_at, site_with, strategy: str):
    page = log_in(page_at(strategy), "Robin")
    # The front page asks both APIs at once, so that both tokens come at the same moment.
    expect(page.get_by_text(re.compile(r"\d+ books"))).to_be_visible()
    assert answered(page, site_with(strategy)) == 200
    with changer_of(site_with(strategy)) as changer:
        for kind, (path, title) in PLACES.items():
            permission = f"write:{path[1:]}"
            open_list(page, title)
            adding = page.get_by_role("link", name=f"Add a {kind}")
            expect(adding).to_have_count(0)
            changer.make(f"grant(robin, '{permission}')")
            adding.click()
            add(page, kind, f"{kind} given under {strategy}")
            open_list(page, title)
            expect(adding).to_be_visible()
            changer.make(f"withdraw(robin, '{permission}')")
            expect(adding).to_have_count(0)


def answered(page: Page, site: Site) -> int:
    """Return the status that the curl line of the start page gets, run as it is copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = page.get_by_role("button", name="Copy the line")
    copy.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    line = page.evaluate("navigator.clipboard.readText()")
    asked = ["/bin/sh", "-euc", f"{line} -s -o {os.devnull} -w '%{{http_code}}'"]
    done = subprocess.run(
        asked, cwd=ROOT, env=site.environment, capture_output=True, text=True, timeout=120, check=True
    )
    return int(done.stdout)


def open_list(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()


def add(page: Page, kind: str, title: str) -> None:
    # The whole label: the list that is being left has a field to search titles.
    page.get_by_role("textbox", name="Title", exact=True).fill(title)
    if kind == "film":
        page.get_by_role("textbox", name="Year", exact=True).fill("2001")
    else:
        page.get_by_role("combobox", name="Authors").fill("Alfred Pennyworth")
        page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Add the {kind}").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_token_per_api_is_fetched_only_when_first_needed(page_at, traffic: Traffic):
    page = log_in(page_at("per_api_tokens"), "Robin", "/movies")
    expect(page.get_by_role("table")).to_be_visible()
    assert traffic.silent_logins.count(BOOKS) == 0
    open_list(page, "Books")
    assert traffic.silent_logins.count(BOOKS) == 1


def test_one_refresh_token_serves_both_apis_without_a_frame(page_at, traffic: Traffic):
    page = log_in(page_at("multi_resource_refresh_token"), "Robin", "/movies")
    expect(page.get_by_role("table")).to_be_visible()
    open_list(page, "Books")
    assert sorted(filter(None, traffic.refreshes)) == [BOOKS, MOVIES]
    assert not {MOVIES, BOOKS} & set(traffic.silent_logins)


@pytest.mark.parametrize("strategy", ["gateway_client_credentials", "token_exchange"])
def test_a_film_is_changed_through_the_gateway_and_a_stale_change_is_refused(page_at, strategy: str):
    page = log_in(page_at(strategy), "Batman", "/movies/new")
    title = f"Changed by {strategy}"
    add(page, "film", title)
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.get_by_role("link", name="Edit").click()
        expect(tab.get_by_role("textbox", name="Title", exact=True)).to_have_value(title)
    for tab, year in ((page, "2002"), (other, "2003")):
        tab.get_by_role("textbox", name="Year", exact=True).fill(year)
        tab.get_by_role("button", name="Save the film").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(other.get_by_role("alert")).to_contain_text("Batman changed this meanwhile")
