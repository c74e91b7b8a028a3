"""A thread is taken by whole requests alone, so who sends a body in drips holds none."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from project import threads
from project.threads import InThreads


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["wsgi.input"].read()]


class Caller:
    """Somebody who sends ``pieces``, then waits for as long as it takes; ``last`` ends the body."""

    def __init__(self, *pieces: bytes, last: bool = True, pause: float = 0, **scope: Any) -> None:
        self.pieces = list(pieces)
        self.last, self.pause = last, pause
        headers = scope.pop("headers", [(b"content-length", b"%d" % (len(b"".join(pieces)) + (not last)))])
        self.scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "scheme": "http"}
        self.scope |= {"http_version": "1.1", "headers": headers, **scope}
        self.got: list[Any] = []

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(self.pause)
        if not self.pieces:
            await asyncio.Event().wait()
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or not self.last}

    async def send(self, message: dict[str, Any]) -> None:
        self.got.append(message)

    def ask(self, application: InThreads) -> Awaitable[None]:
        return application(self.scope, self.receive, self.send)

    @property
    def status(self) -> int:
        return self.got[0]["status"]

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.got[1:])


@pytest.fixture
def impatient(monkeypatch) -> None:
    monkeypatch.setattr(threads, "BODY_SECONDS", 0.2)


def test_bodies_that_do_not_end_hold_no_thread(impatient):
    application = InThreads(echo, threads=1, apart=[])
    halves = [Caller(b"gran", last=False) for _ in range(24)]
    whole = Caller(b"whole")

    async def all_at_once() -> None:
        waiting = asyncio.gather(*(half.ask(application) for half in halves))
        await asyncio.sleep(0)
        await whole.ask(application)
        assert (whole.status, whole.body) == (200, b"POST whole")
        assert not any(half.got for half in halves)
        await asyncio.wait_for(waiting, 30)

    asyncio.run(all_at_once())
    assert {half.status for half in halves} == {408}
    assert (b"connection", b"close") in halves[0].got[0]["headers"]
    assert b"did not arrive within" in halves[0].body


def test_the_time_for_a_body_is_for_all_its_pieces_together(impatient):
    dripping = Caller(*[b"x"] * 50, pause=0.05)
    asyncio.run(dripping.ask(InThreads(echo, threads=1, apart=[])))
    assert dripping.status == 408
    assert dripping.pieces


def test_a_body_in_pieces_is_handed_on_whole():
    caller = Caller(b"a whole", b" ", b"body")
    asyncio.run(caller.ask(InThreads(echo, threads=1, apart=[])))
    assert caller.body == b"POST a whole body"


@pytest.mark.parametrize(
    "headers", [[], [(b"transfer-encoding", b"chunked")], [(b"content-length", b"1000001")]]
)
def test_a_body_that_django_would_not_read_is_not_waited_for(headers):
    caller = Caller(b"x", last=False, headers=headers)
    asyncio.run(caller.ask(InThreads(echo, threads=1, apart=[])))
    assert (caller.status, caller.body) == (200, b"POST ")


def test_who_leaves_before_the_body_is_whole_is_not_answered():
    caller = Caller(b"x", last=False)

    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    asyncio.run(InThreads(echo, threads=1, apart=[])(caller.scope, leave, caller.send))
    assert caller.got == []


def test_an_address_apart_is_answered_while_all_other_threads_wait():
    async def all_at_once() -> bytes:
        loop, release = asyncio.get_running_loop(), asyncio.Event()

        def wait_unless_asked_for_health(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            if environ["PATH_INFO"] != "/healthz":
                asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
            return echo(environ, start_response)

        application = InThreads(wait_unless_asked_for_health, threads=1, apart=["/healthz"])
        busy, health = Caller(b"busy"), Caller(b"alive", path="/healthz")
        waiting = asyncio.ensure_future(busy.ask(application))
        await asyncio.sleep(0)
        await health.ask(application)
        assert not busy.got
        release.set()
        await waiting
        return health.body

    assert asyncio.run(all_at_once()) == b"POST alive"


def test_headers_reach_django_as_under_wsgi():
    seen: dict[str, Any] = {}

    def remember(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        return echo(environ, start_response)

    headers = [
        (b"host", b"usher.example"),
        (b"content-type", b"text/plain"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"text/plain"),
        # Django could not tell it from X-Forwarded-For.
        (b"x_forwarded_for", b"203.0.113.7"),
    ]
    caller = Caller(headers=headers, raw_path=b"/caf%C3%A9%2f%ff", client=("192.0.2.1", 5))
    asyncio.run(caller.ask(InThreads(remember, threads=1, apart=[])))
    assert seen["HTTP_HOST"] == "usher.example"
    assert (seen["CONTENT_TYPE"], seen["REMOTE_ADDR"]) == ("text/plain", "192.0.2.1")
    assert (seen["HTTP_COOKIE"], seen["HTTP_ACCEPT"]) == ("a=1; b=2", "text/html,text/plain")
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["PATH_INFO"] == "/caf\xc3\xa9/\xff"


class Streamed:
    """An answer of many small parts, and perhaps no end."""

    def __init__(self, parts: Iterable[bytes], fails: bool) -> None:
        self.parts, self.fails, self.closed = parts, fails, False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts
        if self.fails:
            raise OSError("The upstream broke off.")

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("fails", [False, True])
def test_a_streamed_answer_arrives_whole_or_is_broken_off_and_is_closed(fails):
    answer = Streamed([b"x" * 10_000] * 20, fails)

    def stream(_environ: dict[str, Any], start_response: Any) -> Streamed:
        start_response("200 OK", [])
        return answer

    caller = Caller()
    asking = caller.ask(InThreads(stream, threads=1, apart=[]))
    if fails:
        with pytest.raises(OSError, match="broke off"):
            asyncio.run(asking)
    else:
        asyncio.run(asking)
        assert len(caller.body) == 200_000
    assert caller.got[-1].get("more_body", False) is fails
    assert answer.closed


def test_an_answer_of_django_is_sent_and_closed():
    answer = HttpResponse(b"hello")

    def application(_environ: dict[str, Any], start_response: Any) -> HttpResponse:
        start_response("200 OK", list(answer.items()))
        return answer

    caller = Caller()
    asyncio.run(caller.ask(InThreads(application, threads=1, apart=[])))
    assert caller.body == b"hello"
    assert answer.closed
