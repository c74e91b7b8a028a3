"""What each audience strategy costs: until the first data in a browser, and for every call after it.

Run: ./run bench audiences. It serves the demo once for each strategy and asks them in turns, so
that noise meets all alike; the ratios mean something on any machine, the milliseconds do not.

First data: Robin looks at films and clicks on Books. Counted is every request of the app from the
click until the list of books has come, the frame of a silent login included; so it is what a
further API costs; what an open tab asks all the time is left out. Steady state: the list of films
again and again with the token it takes, over one connection; CPU is that of all processes of the
site together. The gateway is held beside the direct call to the same API in the same site.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Browser, Page, Request, Response, sync_playwright

from benchmarks._cpu import cpu_seconds
from benchmarks._figures import about, provenance, spread, table, write
from tests.e2e.browsers import launched
from tests.e2e.pages import log_in
from tests.e2e.server import Site, running_site

API, MOVIES = "https://api.usher.example/", "https://movies.usher.example/"
# Where the list of films is in steady state, and the audience of the token it takes.
CALLS = {
    "single_audience": ("/api/movies/", API),
    "per_api_tokens": ("/api/movies/", MOVIES),
    "multi_resource_refresh_token": ("/api/movies/", MOVIES),
    "gateway_client_credentials": ("/gateway/movies/", API),
    "token_exchange": ("/gateway/movies/", API),
}
BASE = next(iter(CALLS))
GATEWAYS = tuple(name for name, (path, _) in CALLS.items() if path.startswith("/gateway/"))
FIRST_ROUNDS = 5
STEADY_ROUNDS = 9
STEADY_CALLS = 100
SETTINGS = {"LOGIN_RATE": "0", "TOKEN_RATE": "0", "API_RATE": "0", "WORKERS": "1"}


@dataclass
class First:
    """From the click to the first data: requests by their address, and milliseconds of each round."""

    requests: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)


@dataclass
class Steady:
    """Calls with everything cached: milliseconds of the clock and of CPU for one call, in each round."""

    call: Callable[[], object]
    site: Site
    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def round(self) -> None:
        spent, began = cpu_seconds(self.site), time.perf_counter()
        for _ in range(STEADY_CALLS):
            self.call()
        self.clock.append((time.perf_counter() - began) / STEADY_CALLS * 1000)
        self.cpu.append((cpu_seconds(self.site) - spent) / STEADY_CALLS * 1000)


def measure_first_data(page: Page, first: First) -> None:
    page.goto("/movies")
    page.get_by_role("table").wait_for()
    page.wait_for_load_state("networkidle")
    with counted(page, first), page.expect_response(is_list_of_books):
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Books").click()


def is_list_of_books(answer: Response) -> bool:
    return urlsplit(answer.url).path.endswith("/books/")


@contextmanager
def counted(page: Page, first: First) -> Iterator[None]:
    """Time what is done inside, and count the requests it leads to."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(named(request))

    page.on("request", note)
    began = time.perf_counter()
    yield
    first.milliseconds.append((time.perf_counter() - began) * 1000)
    page.remove_listener("request", note)
    first.requests = [name for name in asked if name]


def named(request: Request) -> str:
    """Return what a request is for; "" for the app's own page and files, and for the open tab's asking."""
    path = urlsplit(request.url).path
    own = (
        path == "/me/permissions"
        or path.startswith("/static/")
        or (request.is_navigation_request() and path != "/authorize")
    )
    return "" if own else f"{request.method} {path}"


def steady(site: Site, path: str, audience: str) -> Steady:
    token = site.manage("token", "robin", "--audience", audience, "--lifetime", "3600")
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"

    def call() -> None:
        answer = session.get(f"{site.url}{path}?page_size=25")
        assert answer.status_code == requests.codes.ok, answer.text

    call()
    return Steady(call, site)


def first_rows(figures: dict[str, First]) -> Iterator[list[object]]:
    base = next(iter(figures.values())).milliseconds
    for name, each in figures.items():
        asked = "<br>".join(each.requests)
        yield [name, len(each.requests), asked, spread(each.milliseconds), beside(each.milliseconds, base)]


def steady_rows(figures: dict[str, Steady]) -> Iterator[list[object]]:
    base = next(iter(figures.values())).cpu
    for name, each in figures.items():
        yield [name, spread(each.clock, 1), spread(each.cpu, 1), beside(each.cpu, base)]


def beside(found: list[float], base: list[float]) -> str:
    """Return what this is of another, round by round, at the median."""
    return f"× {statistics.median(one / other for one, other in zip(found, base, strict=True)):.2f}"


def in_turns(figures: dict[str, Steady]) -> dict[str, Steady]:
    for _ in range(STEADY_ROUNDS):
        for each in figures.values():
            each.round()
    return figures


def page_of_robin(browser: Browser, site: Site) -> Page:
    return log_in(browser.new_context(base_url=site.url).new_page(), "Robin")


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    sites = {}
    for name in CALLS:
        (folder / name).mkdir()
        sites[name] = stack.enter_context(running_site(folder / name, AUDIENCE_STRATEGY=name, **SETTINGS))
    browser = stack.enter_context(launched(stack.enter_context(sync_playwright())))
    pages = {name: page_of_robin(browser, sites[name]) for name in CALLS}
    figures = {name: First() for name in CALLS}
    for _ in range(FIRST_ROUNDS):
        for name, first in figures.items():
            measure_first_data(pages[name], first)
    for page in pages.values():
        page.close()  # an open tab goes on asking
    direct = in_turns({name: steady(sites[name], *CALLS[name]) for name in CALLS})
    told = {
        **provenance("./run bench audiences", FIRST_ROUNDS),
        "first": [*first_rows(figures)],
        "steady": [*steady_rows(direct)],
        "gateways": [],
    }
    for name in GATEWAYS:
        alone = steady(sites[name], "/api/movies/", MOVIES)
        through = Steady(direct[name].call, sites[name])
        told["gateways"] += steady_rows(in_turns({f"{name}: the API itself": alone, name: through}))
    text = "\n\n".join(
        [
            f"# What a further API costs under each strategy\n\n{about(told)}",
            "## From the click to its first data",
            table(("strategy", "requests", "which", "ms", f"beside {BASE}"), told["first"]),
            f"## A list of 25 films in steady state, {STEADY_ROUNDS} rounds of {STEADY_CALLS} calls",
            table(("strategy", "ms", "CPU ms", f"CPU beside {BASE}"), told["steady"]),
            "## What a gateway adds to the call that it forwards",
            table(("way", "ms", "CPU ms", "CPU beside the API itself"), told["gateways"]),
        ]
    )
    print(text)
    write("audiences", text, told)


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
