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


def show_first_data(title: str, figures: dict[str, First]) -> None:
    least = min(statistics.median(first.milliseconds) for first in figures.values())
    print(f"\n{title} (median of {FIRST_ROUNDS})")
    for name, first in figures.items():
        middle = statistics.median(first.milliseconds)
        print(f"  {name:<30}{len(first.requests):3} requests {middle:8.1f} ms  ×{middle / least:.2f}")
        print(f"      {', '.join(first.requests)}")


def show_steady(title: str, figures: dict[str, Steady]) -> None:
    base = statistics.median(next(iter(figures.values())).cpu)
    print(f"\n{title} (median of {STEADY_ROUNDS} × {STEADY_CALLS} calls)")
    for name, each in figures.items():
        clock, cpu = statistics.median(each.clock), statistics.median(each.cpu)
        print(f"  {name:<30}{clock:8.2f} ms {cpu:8.2f} ms CPU  ×{cpu / base:.2f}  {cpu - base:+.2f} ms CPU")


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
    show_first_data("From the click to the first data of a further API", figures)
    for page in pages.values():
        page.close()  # an open tab goes on asking
    direct = {name: steady(sites[name], *CALLS[name]) for name in CALLS}
    show_steady("A list of 25 films, steady state", in_turns(direct))
    for name in GATEWAYS:
        beside = {
            "direct, with the API's token": steady(sites[name], "/api/movies/", MOVIES),
            "through the gateway": Steady(direct[name].call, sites[name]),
        }
        show_steady(f"What the gateway adds, {name}", in_turns(beside))


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
