"""What people do, on a site that knows its issuer by settings alone: a tenant's, and one that is not ours.

What they do on the embedded provider is told by test_people.py, test_changes.py and those beside them.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import jwt
import psutil
import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.e2e.foreign_issuer import ForeignIssuer, foreign_issuer
from tests.e2e.pages import account_of, axe_violations, shot
from tests.e2e.server import Site, free_port, running_site
from tests.e2e.tenant import Pair, tenant_and_site
from tests.e2e.test_docs import authorize, try_out
from tests.e2e.test_people import MENUS
from tests.identity.test_changed_rights import page_command, page_program

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

TENANT, ELSEWHERE, FOREIGN = "tenant", "tenant-of-another-site", "oidc-provider"
OF_PEOPLE = ("People", "Roles", "Access map")
MAY_ADD = {"Batman": ("film", "book"), "Robin": (), "Alfred": ("book",), "Joker": ()}
SAID_WITHIN = 2_000  # milliseconds until a silent login that cannot work is told
PHONE = {"width": 390, "height": 844}
FOLLOWS = 5_000  # milliseconds until an open page follows: the demo asks its tenant every 3 seconds
PATIENCE = 3_000  # milliseconds more that a busy test machine is given


@dataclass(frozen=True)
class Place:
    """A site and its issuer."""

    kind: str
    site: Site
    issuer: Pair | ForeignIssuer

    @property
    def knows_people(self) -> bool:
        """Whether there is a directory: none stands behind an issuer that is not Auth0's kind."""
        return "DIRECTORY" in self.site.environment


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Place]]:
    """Start a site with each kind of issuer when it is first asked for."""
    with ExitStack() as running:
        started: dict[str, Place] = {}

        def tenant() -> Place:
            pair = running.enter_context(tenant_and_site(tmp_path_factory.mktemp(TENANT)))
            return Place(TENANT, pair.site, pair)

        def elsewhere() -> Place:
            pair = place(TENANT).issuer
            assert isinstance(pair, Pair)
            return Place(ELSEWHERE, running.enter_context(pair.another_site()), pair)

        def foreign() -> Place:
            port = free_port()
            issuer = running.enter_context(foreign_issuer(f"http://localhost:{port}"))
            settings = {"PORT": str(port), **issuer.settings}
            site = running.enter_context(running_site(tmp_path_factory.mktemp(FOREIGN), **settings))
            return Place(FOREIGN, site, issuer)

        start = {TENANT: tenant, ELSEWHERE: elsewhere, FOREIGN: foreign}

        def place(kind: str) -> Place:
            if kind not in started:
                started[kind] = start[kind]()
            return started[kind]

        yield place


@pytest.fixture(params=[TENANT, ELSEWHERE, FOREIGN])
def place(request: pytest.FixtureRequest, places: Callable[[str], Place]) -> Place:
    return places(request.param)


@pytest.fixture
def arrive(new_page: Callable[..., Page], place: Place) -> Callable[..., Page]:
    """Return a maker of pages on which somebody has just logged in."""

    def make(name: str, to: str = "/", **options: Any) -> Page:
        page = new_page(place.site.url, **options)
        page.goto(to)
        page.get_by_role("button", name="Log in").first.click()
        place.issuer.log_in(page, name)
        account_of(page, name).wait_for()
        return page

    return make


@pytest.mark.parametrize(
    ("place", "name"),
    [(kind, name) for kind in (TENANT, FOREIGN) for name in MENUS] + [(ELSEWHERE, "Batman")],
    indirect=["place"],
)
def test_each_person_meets_what_the_issuer_says_they_may(arrive, place: Place, name: str):
    page = arrive(name)
    labels = [re.compile(label) for label in MENUS[name] if place.knows_people or label not in OF_PEOPLE]
    expect(menu_of(page)).to_have_text(labels)
    for kind, title in (("film", "Movies"), ("book", "Books")):
        if title in MENUS[name]:
            menu_of(page).filter(has_text=title).click()
            expect(page.get_by_role("table")).to_be_visible()
            expect(page.get_by_role("link", name=f"Add a {kind}")).to_have_count(int(kind in MAY_ADD[name]))


def menu_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main").get_by_role("link")


def test_robin_reads_what_is_missing_and_the_api_refuses_it(arrive, place: Place):
    page = arrive("Robin", "/books/new")
    expect(page.get_by_role("main")).to_contain_text("write:books")
    expect(page.get_by_role("textbox", name="Title")).to_have_count(0)
    with page.expect_request(lambda request: "/api/movies/" in request.url) as asked:
        menu_of(page).filter(has_text="Movies").click()
    refused = requests.post(
        f"{place.site.url}/api/books/",
        json={},
        headers={"Authorization": asked.value.headers["authorization"]},
        timeout=10,
    )
    assert refused.status_code == 403
    assert "write:books" in refused.json()["detail"]
    assert requests.get(f"{place.site.url}/admin/", timeout=10).status_code == 404


def test_a_reload_keeps_robin_or_says_at_once_that_it_cannot(arrive, place: Place):
    page = arrive("Robin", "/books")
    page.reload(wait_until="commit")
    if place.kind != ELSEWHERE:
        expect(account_of(page, "Robin")).to_be_visible()
        expect(page.get_by_role("table")).to_be_visible()
        return
    expect(page.get_by_role("button", name="Log in").first).to_be_visible(timeout=SAID_WITHIN + PATIENCE)
    expect(page.get_by_role("main")).to_contain_text("The login server is on another site")
    shot(page, f"{place.kind}-reload")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Log in").first.click()
    # The issuer knows him still, and asks for nothing.
    expect(account_of(page, "Robin")).to_be_visible()
    expect(page).to_have_url(f"{place.site.url}/books")


def test_logging_out_comes_back_and_ends_it_at_the_issuer_too(arrive, place: Place):
    page = arrive("Alfred", "/movies")
    account_of(page, "Alfred").click()
    page.get_by_role("button", name="Log out").click()
    if place.kind == FOREIGN:
        page.get_by_role("button", name="Log out").click()  # It asks.
    expect(page.get_by_role("button", name="Log in").first).to_be_visible()
    assert page.url == f"{place.site.url}/"
    page.get_by_role("button", name="Log in").first.click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.url.startswith(place.issuer.url)


@pytest.mark.parametrize("place", [TENANT], indirect=True)
def test_robin_s_open_page_follows_what_is_given_at_the_tenant_and_on_the_site(arrive, place: Place):
    assert isinstance(place.issuer, Pair)
    robin, batman = arrive("Robin", "/books"), arrive("Batman", "/people")
    expect(robin.get_by_role("table")).to_be_visible()
    adding = robin.get_by_role("link", name="Add a book")
    expect(adding).to_have_count(0)
    place.issuer.give("Robin", "write:books")
    expect(adding).to_be_visible(timeout=FOLLOWS + PATIENCE)
    batman.get_by_role("main").get_by_role("link", name=re.compile("Robin")).first.click()
    given = batman.get_by_role("checkbox", name="write:books")
    expect(given).to_be_checked()
    given.set_checked(False)
    batman.get_by_role("button", name="Save what Robin is given").click()
    expect(batman.get_by_text("Saved.")).to_be_visible()
    expect(adding).to_have_count(0, timeout=FOLLOWS + PATIENCE)
    assert place.issuer.holds("Robin") == {"list:movies", "read:movies", "list:books", "read:books"}


@pytest.mark.parametrize("place", [TENANT], indirect=True)
def test_a_program_gives_at_the_tenant_by_a_manager_s_token_or_its_own_no_more_than_it_holds(place: Place):
    """The program of docs/roles-and-claims.md, as it stands there."""
    assert isinstance(place.issuer, Pair)
    tenant, program, session = place.issuer.tenant, page_program(), requests.Session()
    session.headers["Authorization"] = f"Bearer {tenant.manage('token', 'batman')}"
    program["give"](session, place.site.url, "joker", "list:books")
    token = tenant.manage("token", "joker")
    assert jwt.decode(token, options={"verify_signature": False})["permissions"] == ["list:books"]
    machine = json.loads(tenant.manage(*page_command(), "--json"))
    program["log_in"](session, place.issuer.url, machine["id"], machine["secret"])
    with pytest.raises(requests.HTTPError) as refused:
        program["give"](session, place.site.url, "joker", "delete:books")
    assert refused.value.response.status_code == requests.codes.forbidden
    program["give"](session, place.site.url, "joker", "write:books")
    assert place.issuer.holds("Joker") == {"list:books", "write:books"}
    for permission in ("list:books", "write:books"):
        tenant.manage("withdraw", "joker", permission)


@pytest.mark.parametrize("place", [FOREIGN], indirect=True)
def test_what_an_issuer_gives_that_is_not_ours_comes_with_the_next_token(arrive, place: Place):
    assert isinstance(place.issuer, ForeignIssuer)
    page = arrive("Robin", "/books")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("link", name="Add a book")).to_have_count(0)
    place.issuer.give("Robin", "list:books", "write:books")
    page.reload()
    page.get_by_role("link", name="Add a book").wait_for()
    place.issuer.give("Robin", "list:movies", "read:movies", "list:books", "read:books")


def test_on_a_phone_joker_is_told_what_he_holds_and_each_page_is_well_made(arrive, place: Place):
    page = arrive("Joker", "/access", viewport=PHONE, color_scheme="dark")
    for heading in ("My access", "Welcome, Joker"):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.wait_for_load_state("networkidle")
        shot(page, f"{place.kind}-phone-{heading}")
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("banner").get_by_role("link", name="Usher").click()


def test_when_the_demo_is_killed_neither_tenant_nor_site_is_left(places: Callable[[str], Place]):
    """The last test of them: it takes the tenant away."""
    pair = places(TENANT).issuer
    assert isinstance(pair, Pair)
    started = psutil.Process(pair.running.pid).children(recursive=True)
    assert len(started) >= 4  # two servers, a worker each
    pair.running.kill()
    assert psutil.wait_procs(started, timeout=30)[1] == []


@pytest.mark.parametrize("place", [FOREIGN], indirect=True)
def test_the_api_docs_log_in_where_the_issuer_says(new_page: Callable[..., Page], place: Place):
    page = new_page(place.site.url)
    authorize(page, "Robin", place.issuer.log_in)
    assert try_out(page, "movies-movies_list") == "200"
    assert try_out(page, "movies-movies_destroy", id="1") == "403"
