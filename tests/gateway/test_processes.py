"""The demo behind its gateway, in real processes of one thread each: they start and end together."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.e2e.server import ROOT, SECRET_KEY, free_port, place_database
from tests.gateway.upstream import FaultyUpstream, TokenEndpoint, message, raw, running

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

APIS = ("movies", "books", "users", "roles", "audit")
STARTING_SECONDS = 600  # A busy machine starts several processes slowly; one that ends is seen at once.


@dataclass(frozen=True, eq=False)
class Demo:
    """A demo of several processes. ``banner`` is what it printed, ``running`` what was started."""

    url: str
    banner: str
    environment: dict[str, str]
    running: "subprocess.Popen[str]"

    @cache  # noqa: B019  It takes seconds, and there are few demos.
    def token(self, person: str) -> str:
        command = [sys.executable, "manage.py", "token", person]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def ask(self, person_token: str, path: str, method: str = "GET", **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {person_token}"}
        return requests.request(method, self.url + path, headers=headers, timeout=30, **options)

    def addresses(self) -> list[str]:
        """Return where the processes answer, the site first."""
        return [line.split()[0] for line in self.banner.splitlines() if line.startswith("    http://127")]

    def others_pids(self) -> list[int]:
        """Return the processes it started, and those that they started."""
        return descendants(self.running.pid)


def descendants(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def alive(pids: list[int]) -> list[int]:
    """Return those that still run; one that ended and was not waited for does not."""
    return [pid for pid in pids if psutil.pid_exists(pid) and not is_zombie(pid)]


def is_zombie(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    return True


def gone_within(pids: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not alive(pids)


@contextmanager
def running_demo(folder: Path, *arguments: str, **settings: str) -> Iterator[Demo]:
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "AUDIENCE_STRATEGY"},
        "SECRET_KEY": SECRET_KEY,
        "DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'usher.sqlite3'}",
        "WORKERS": "1",
        "THREADS": "1",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    place_database(folder, environment)
    log = folder / "server.log"
    with log.open("w") as output:
        command = [sys.executable, "manage.py", "demo", *arguments]
        running = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True
        )
    started: list[int] = []
    try:
        wait_for_banner(log, running)
        started = descendants(running.pid)
        yield Demo(f"http://127.0.0.1:{port}", log.read_text(), environment, running)
    finally:
        with suppress(ProcessLookupError):
            running.terminate()
        running.wait(timeout=60)
        left = [pid for pid in started if not gone_within([pid], 10)]
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert left == []


def wait_for_banner(log: Path, running: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        if "Ctrl-C stops" in log.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module", params=["gateway_client_credentials", "token_exchange"])
def demo(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo"), AUDIENCE_STRATEGY=request.param) as running:
        yield running


def test_16_at_once_all_succeed_with_one_thread_on_each_side(demo):
    robin = demo.token("robin")
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda n: demo.ask(robin, f"/gateway/{('movies', 'books')[n % 2]}/"), range(16))
        )
    assert [answer.status_code for answer in answers] == [200] * 16
    assert all(answer.json()["results"] for answer in answers)


def test_who_may_not_is_refused_and_who_may_is_answered(demo):
    robin, batman = demo.token("robin"), demo.token("batman")
    film = {"title": "A film of two processes", "year": 2026}
    assert demo.ask(robin, "/gateway/movies/", "POST", json=film).status_code == 403
    made = demo.ask(batman, "/gateway/movies/", "POST", json=film)
    assert made.status_code == 201
    place = made.headers["Location"]
    assert place == f"/gateway/movies/{made.json()['id']}/"
    assert demo.ask(batman, place).headers["ETag"] == made.headers["ETag"]
    # Robin may not know who made it, so what he has is another answer.
    known = demo.ask(robin, place)
    assert (
        requests.get(
            demo.url + place,
            headers={"Authorization": f"Bearer {robin}", "If-None-Match": known.headers["ETag"]},
            timeout=10,
        ).status_code
        == 304
    )
    assert demo.ask(batman, place, "DELETE").status_code == 204
    assert demo.ask(batman, place).status_code == 404


def test_the_one_banner_says_which_processes_run_and_for_what(demo):
    assert demo.banner.count("Usher is at") == 1
    assert demo.addresses()[0] == demo.url
    assert "the site and its gateway" in demo.banner
    assert "every API, and tokens" in demo.banner


@pytest.mark.parametrize(
    "target",
    [
        "/gateway/movies/../books/",
        "/gateway/movies/%2e%2e/books/",
        "/gateway/movies/..%2fbooks/",
        "/gateway/movies/%252e%252e/books/",
        "/gateway/movies/..\\books/",
        "/gateway/movies/%5c..%5cbooks/",
        "/gateway/movies//",
        "/gateway/movies/1%00/",
        "/gateway/movies/1;x/",
        "/gateway/movies/http://evil.example/",
        "//gateway/movies/",
        "/gateway//movies/",
        "http://evil.example/gateway/movies/../books/",
        "/gateway/movies/\xef\xbc\x8e\xef\xbc\x8e/books/",
    ],
)
def test_no_request_target_leads_out_of_its_resource(demo, target):
    token = demo.token("batman")
    status, body = raw_request(demo, f"GET {target} HTTP/1.1", token)
    assert status in (302, 400, 404), body
    assert b"results" not in body


def test_a_body_without_a_length_is_411(demo):
    token = demo.token("batman")
    status, _ = raw_request(
        demo,
        "POST /gateway/movies/ HTTP/1.1",
        token,
        "Transfer-Encoding: chunked",
        body=b"2\r\n{}\r\n0\r\n\r\n",
    )
    assert status == 411


def raw_request(demo: Demo, line: str, token: str, *headers: str, body: bytes = b"") -> tuple[int, bytes]:
    host = demo.environment["SITE_URL"].removeprefix("http://")
    head = [line, f"Host: {host}", f"Authorization: Bearer {token}", "Connection: close", *headers, "", ""]
    with socket.create_connection(("127.0.0.1", int(demo.environment["PORT"])), timeout=30) as sock:
        sock.sendall("\r\n".join(head).encode("latin-1") + body)
        data = b"".join(iter(lambda: sock.recv(65536), b""))
    return int(data.split(b" ", 2)[1]), data


def test_it_ends_whole_when_it_is_told_to(tmp_path):
    with running_demo(tmp_path, AUDIENCE_STRATEGY="token_exchange") as demo:
        started = demo.others_pids()
        assert len(started) >= 2
        demo.running.send_signal(signal.SIGINT)
        assert demo.running.wait(60) == 0
        assert gone_within(started, 5)


def test_when_one_process_dies_all_end_with_a_sentence(tmp_path):
    with running_demo(tmp_path, AUDIENCE_STRATEGY="token_exchange") as demo:
        started = demo.others_pids()
        apis = [pid for pid in started if listens_at(pid, demo.addresses()[1])]
        os.kill(apis[0], signal.SIGKILL)
        assert demo.running.wait(60) != 0
        assert gone_within(started, 30)
    said = (tmp_path / "server.log").read_text()
    assert "The process for every API, and tokens ended by itself" in said
    assert "Traceback" not in said


def test_when_the_first_process_is_killed_the_others_end_by_themselves(tmp_path):
    with running_demo(tmp_path, AUDIENCE_STRATEGY="token_exchange") as demo:
        started = demo.others_pids()
        demo.running.kill()
        demo.running.wait(10)
        assert gone_within(started, 45)


def listens_at(pid: int, address: str) -> bool:
    """Say whether a process was started for this address, by its settings."""
    return bool(psutil.Process(pid).environ().get("PORT") == address.rpartition(":")[2])


def test_each_api_in_a_process_of_its_own(tmp_path):
    with running_demo(tmp_path, "--separate") as demo:
        site, *others = demo.addresses()
        purposes = [*(f"the API of {name}" for name in APIS), "tokens", "the site and its gateway"]
        # A busy machine has them said once more while they are waited for.
        banner = "\n".join(line for line in demo.banner.splitlines() if "…" not in line)
        assert [banner.count(purpose) for purpose in purposes] == [1] * len(purposes)
        assert len(others) == len(purposes) - 1
        assert "AUDIENCE_STRATEGY=token_exchange" in demo.banner
        robin = demo.token("robin")
        for name in ("movies", "books"):
            assert demo.ask(robin, f"/gateway/{name}/?page_size=1").json()["results"]
            refusal = demo.ask(robin, f"/gateway/{name}/", "POST", json={"title": "x"})
            assert refusal.json()["required_permission"] == f"write:{name}"
            here = requests.get(f"{site}/api/{name}/", timeout=10)
            assert here.status_code == 404
            assert here.headers["Content-Type"] == "application/problem+json"
            assert "does not serve" in here.json()["detail"]
        config = requests.get(f"{site}/config.json", timeout=10).json()
        assert config["strategy"] == "token_exchange"
        served = {
            json.dumps(
                [requests.get(f"{other}/api/{name}/", timeout=10).status_code for name in ("movies", "books")]
            )
            for other in others
        }
        assert served == {"[401, 404]", "[404, 401]", "[404, 404]"}


@pytest.mark.parametrize("strategy", ["single_audience", "per_api_tokens", "multi_resource_refresh_token"])
def test_separate_apis_without_a_gateway_are_refused_with_what_to_set(tmp_path, strategy):
    with (
        pytest.raises(
            AssertionError, match=f"AUDIENCE_STRATEGY={strategy} has no gateway.*Set AUDIENCE_STRATEGY="
        ),
        running_demo(tmp_path, "--separate", AUDIENCE_STRATEGY=strategy),
    ):
        pass


def test_without_a_gateway_one_process_serves_as_before(tmp_path):
    with running_demo(tmp_path, AUDIENCE_STRATEGY="single_audience") as demo:
        assert "Processes under" not in demo.banner
        assert demo.ask(demo.token("robin"), "/api/movies/").status_code == 200


def test_upstreams_named_by_hand_start_nothing_and_a_short_answer_is_broken_off(tmp_path):
    with running(FaultyUpstream()) as upstream, running(TokenEndpoint()) as endpoint:
        settings = {
            "AUDIENCE_STRATEGY": "gateway_client_credentials",
            "GATEWAY_UPSTREAMS": json.dumps(dict.fromkeys(APIS, upstream.url)),
            "GATEWAY_TOKEN_URL": endpoint.token_url,
        }
        body = json.dumps("x" * 200_000).encode()
        with running_demo(tmp_path, **settings) as demo:
            assert "Processes under" not in demo.banner
            robin = demo.token("robin")
            upstream.answer = raw(message("200 OK", body), stay=True)
            assert demo.ask(robin, "/gateway/movies/").content == body
            upstream.answer = raw(message("200 OK", body[:-1], Content_Length=str(len(body))))
            with pytest.raises(requests.RequestException):
                demo.ask(robin, "/gateway/movies/")
            upstream.answer = raw(message("200 OK", body))
            assert demo.ask(robin, "/gateway/movies/").content == body
