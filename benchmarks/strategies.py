"""What each audience strategy costs a browser until the first films, after a login and a reload.

Run: ./run bench strategies [--rounds 5]. The demo is served once for each strategy, and all take turns, so
that noise meets them alike. Robin logs in on the page of films, in a browser that has nothing of the site:
from the click on the card until the first film stands there. Then the page is reloaded, with its files in the
browser's cache. Counted are the requests to site and provider until then, without the page's files; bytes
are those of their headers and bodies, both ways, and so of every token that travels. The files are those of
the whole visit, as they come over the line.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

from benchmarks._figures import about, provenance, spread, table, write
from permissions_api.strategies import STRATEGIES
from tests.e2e.browsers import launched
from tests.e2e.server import Site, running_site

SETTINGS = {f"{what}_RATE": "0" for what in ("LOGIN", "TOKEN", "API", "BFF_LOGIN")} | {"WORKERS": "1"}
PERSON = "Robin"


@dataclass
class Visit:
    """What was asked until the first films stood there; sizes in bytes, times in milliseconds."""

    asked: list[str] = field(default_factory=list)
    sent: int = 0
    files: int = 0
    milliseconds: float = 0.0


@contextmanager
def watched(page: Page, site: Site) -> Iterator[Visit]:
    """Note what is asked of the site inside, and how long it takes until the first film is there."""
    visit, requests = Visit(), list[Request]()

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    began = time.perf_counter()
    yield visit
    page.get_by_role("table").get_by_role("row").nth(1).wait_for()
    visit.milliseconds = (time.perf_counter() - began) * 1000
    page.remove_listener("request", note)
    for request in requests:
        path = urlsplit(request.url).path
        if not request.url.startswith(site.url) or request.response() is None:
            continue
        sizes = request.sizes()
        if path.startswith("/static/"):
            visit.files += sizes["responseBodySize"] + sizes["responseHeadersSize"]
        elif not is_complete(visit):
            visit.asked.append(f"{request.method} {path}")
            visit.sent += sizes["requestHeadersSize"] + sizes["requestBodySize"]
            visit.sent += sizes["responseHeadersSize"] + sizes["responseBodySize"]


def is_complete(visit: Visit) -> bool:
    """Say whether the films have been asked for: what comes later they did not wait for."""
    return bool(visit.asked) and visit.asked[-1].endswith("/movies/")


def login(browser: Browser, site: Site) -> tuple[Page, Visit]:
    page = browser.new_context(base_url=site.url).new_page()
    with watched(page, site) as whole:
        page.goto("/movies")
        page.get_by_role("button", name="Log in").first.click()
        card = page.get_by_role("button", name=PERSON)
        card.wait_for()
        with watched(page, site) as visit:
            card.click()
    visit.files = whole.files
    return page, visit


def reload(page: Page, site: Site) -> Visit:
    page.wait_for_load_state("networkidle")
    with watched(page, site) as visit:
        page.reload(wait_until="commit")
    return visit


def measure(stack: ExitStack, rounds: int) -> dict[str, dict[str, list[Visit]]]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-strategies-")))
    sites = {}
    for name in STRATEGIES:
        (folder / name).mkdir()
        sites[name] = stack.enter_context(running_site(folder / name, AUDIENCE_STRATEGY=name, **SETTINGS))
    browser = stack.enter_context(launched(stack.enter_context(sync_playwright())))
    visits: dict[str, dict[str, list[Visit]]] = {name: {"login": [], "reload": []} for name in STRATEGIES}
    for number in range(rounds + 1):  # the first warms the processes and is not counted
        for name, site in sites.items():
            page, visit = login(browser, site)
            again = reload(page, site)
            page.context.close()
            if number:
                visits[name]["login"].append(visit)
                visits[name]["reload"].append(again)
    return visits


def rows(visits: dict[str, dict[str, list[Visit]]]) -> Iterator[list[str]]:
    for name, of in visits.items():
        yield [name, *figures(of["login"]), *figures(of["reload"]), kib(of["login"], lambda each: each.files)]


def figures(visits: list[Visit]) -> list[str]:
    requests = spread([len(each.asked) for each in visits])
    return [
        requests,
        kib(visits, lambda each: each.sent),
        spread([each.milliseconds for each in visits]),
    ]


def kib(visits: list[Visit], size: Callable[[Visit], int]) -> str:
    return f"{median(size(each) / 1024 for each in visits):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench strategies", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with ExitStack() as everything:
        visits = measure(everything, rounds)
    head = ["strategy"]
    for when in ("login", "reload"):
        head += [f"after a {when}: requests", "KiB, both ways", "ms"]
    told = provenance("./run bench strategies", rounds)
    text = f"{table([*head, 'files, nothing cached (KiB)'], rows(visits))}\n\n{about(told)}"
    print(text)
    for name, of in visits.items():
        print(f"\n{name}")
        for when, found in of.items():
            print(f"  {when}: {', '.join(found[-1].asked)}")
    medians = {name: {when: medians_of(found) for when, found in of.items()} for name, of in visits.items()}
    write("strategies", text, {**told, "medians": medians})


def medians_of(visits: list[Visit]) -> dict[str, int]:
    return {
        "requests": round(median(len(each.asked) for each in visits)),
        "bytes": round(median(each.sent for each in visits)),
        "milliseconds": round(median(each.milliseconds for each in visits)),
        "files": round(median(each.files for each in visits)),
    }


if __name__ == "__main__":
    main()
