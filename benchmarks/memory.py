"""What memory the site takes after 10,000 mixed requests with logins.

Run: ./run bench memory. One worker on PostgreSQL, its films imported; shown is the proportional set size
(PSS: what several processes share is counted by parts) of the server, which starts
the workers, and of a worker.
"""

from contextlib import ExitStack

import psutil

from benchmarks._asked import Asked
from benchmarks._cpu import LOAD_CORE, on_core, postgres_pid
from benchmarks._figures import about, provenance, table, write
from benchmarks._load import in_turns, load, request
from benchmarks._login import LoggedIn
from benchmarks._site import fill, postgres, served

REQUESTS, LOGINS, PARTS = 10_000, 40, 10
PEOPLE = ("batman", "robin", "alfred")


def main() -> None:
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        fill(url)
        site = stack.enter_context(served(url))
        server = psutil.Process(site.pid)
        rows = [("at the start", *megabytes(server))]
        stack.enter_context(on_core(LOAD_CORE))
        for part in range(PARTS):
            people = [LoggedIn(site, PEOPLE[number % 3]) for number in range(LOGINS // PARTS)]
            asked_by = [Asked(site, person.tokens["access_token"]) for person in people]
            requests = [each for asked in asked_by for each in mixed(asked)]
            for person in people:
                person.refresh()
            every = in_turns(requests, REQUESTS // PARTS)
            load(site.url, every, 200, 600, site.pid, postgres_pid(url))
            rows.append((f"after {(part + 1) * REQUESTS // PARTS:,}", *megabytes(server)))
            print("… {}: {} and {} MB".format(*rows[-1]), flush=True)
    told = provenance("./run bench memory", 1)
    text = table(("requests", "the server, MB", "a worker, MB"), rows)
    print(text)
    must = "Proportional set size (PSS); at the end it must be ≤ 45 and ≤ 110."
    write("memory", f"# Memory\n\n{about(told)} {must}\n\n{text}", {**told, "rows": rows})


def mixed(asked: Asked) -> list[bytes]:
    """Return lists, pages, searches, rows, and what is asked about a person."""
    urls = [asked.first, asked.later_page(4), f"{asked.list_url}?search=war", *asked.row_urls(3)]
    urls += [f"{asked.site.url}/me/permissions", f"{asked.site.url}/api/books/", f"{asked.list_url}summary/"]
    return [request(url, asked.bearer) for url in urls]


def megabytes(server: psutil.Process) -> tuple[str, str]:
    worker = max(server.children(), key=lambda child: child.memory_info().rss)  # beside Python's own helpers
    own, of_worker = (process.memory_full_info().pss / 1e6 for process in (server, worker))
    return f"{own:.0f}", f"{of_worker:.0f}"


if __name__ == "__main__":
    main()
