"""While PostgreSQL hangs, a site whose threads are all busy answers 503, and afterwards as before."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
import requests

from tests.e2e.server import Site
from tests.project.test_serve import serving
from tooling.suite import postgres

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

PATIENCE = 30  # seconds for what takes two to seven on a quiet machine; without the limits it takes for ever
THREADS = 3


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def site(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with serving(folder, DATABASE_URL=database, THREADS=str(THREADS)) as running:
        yield running


@contextmanager
def stopped(database: str) -> Iterator[None]:
    """Let the whole server hang until the block ends."""
    folder = Path(parse_qs(urlsplit(database).query)["host"][0])
    postmaster = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process.pid, signal.SIGCONT)


def ask_for_a_token(site: Site) -> requests.Response:
    asked = {"grant_type": "client_credentials", "client_id": "somebody", "client_secret": "x"}
    return requests.post(f"{site.url}/oauth/token", data=asked, timeout=PATIENCE)


def missing(site: Site) -> list[str]:
    answer = requests.get(f"{site.url}/readyz", timeout=PATIENCE)
    assert answer.status_code == 503
    return answer.json()["missing"]


def comes_to_miss_migrations_alone(site: Site) -> bool:
    """Ask again while a busy machine is too slow for an answer."""
    return any(missing(site) == ["migrations"] for _ in range(20))


def test_while_it_hangs_all_is_answered_and_afterwards_as_before(site, database):
    assert comes_to_miss_migrations_alone(site)
    with ThreadPoolExecutor(2 * THREADS) as pool:
        before = list(pool.map(ask_for_a_token, [site] * 2 * THREADS))
        time.sleep(0.5)  # What is known of clients is kept for a quarter of a second.
        with stopped(database):
            asked = [pool.submit(ask_for_a_token, site) for _ in range(2 * THREADS)]
            assert requests.get(f"{site.url}/healthz", timeout=PATIENCE).ok
            assert not all(answer.done() for answer in asked)
            assert missing(site) == ["database"]
            answers = [answer.result() for answer in asked]
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.headers["Retry-After"] for answer in answers} == {"1"}
    assert comes_to_miss_migrations_alone(site)
    assert ask_for_a_token(site).status_code in {answer.status_code for answer in before}
