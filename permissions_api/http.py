"""Ask over HTTP for little, within a time that holds however slowly bytes arrive."""

import json
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter

from permissions_api.deadline import seconds_left
from permissions_api.loopback import is_https_or_loopback, is_loopback

LARGEST_DOCUMENT = 262_144  # bytes
# A peer that drips its TLS handshake keeps a thread; no more than these few.
MOST_LEFT_BEHIND = 4
LONGEST_TOLD = 200  # characters of an address
TIME_IS_UP = "The time was up."

Result = TypeVar("Result")
_left_behind: list[threading.Thread] = []


class Unfetchable(Exception):
    """A document could not be had, or was not what it should be."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status. The names of ``headers`` are the same in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json_object(self) -> Mapping[str, Any]:
        """Raises Unfetchable, and what ``json`` raises."""
        document = json.loads(self.body)
        if not isinstance(document, dict):
            raise Unfetchable("The answer is no JSON object.")
        return document


def within(seconds: float, work: Callable[[float], Result]) -> Result:
    """Return ``work(deadline)``, or give up after ``seconds`` or with the request's time. Raises Unfetchable.

    A time-out of requests begins anew with every byte, so the work runs in a thread of its
    own, which is left behind when time is up and ends when its connection is cut off.
    """
    seconds = seconds_left(seconds)
    if not seconds:
        raise Unfetchable(TIME_IS_UP)
    _left_behind[:] = [thread for thread in _left_behind if thread.is_alive()]
    if len(_left_behind) >= MOST_LEFT_BEHIND:
        raise Unfetchable("Earlier fetches are still hanging.")
    answers: queue.SimpleQueue[Result | Exception] = queue.SimpleQueue()
    deadline = time.monotonic() + seconds
    thread = threading.Thread(target=_run, args=(work, deadline, answers), daemon=True)
    thread.start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        _left_behind.append(thread)
        raise Unfetchable(TIME_IS_UP) from None
    if isinstance(answer, Exception):
        raise Unfetchable(str(answer)) from answer
    return answer


def _run(work: Callable[[float], Any], deadline: float, answers: "queue.SimpleQueue[Any]") -> None:
    try:
        answers.put(work(deadline))
    except Exception as error:  # Whatever a document made of garbage leads to is one failure here.
        answers.put(error)


def fetch_json(url: str, deadline: float) -> Mapping[str, Any]:
    """Return the JSON object there, on the terms of ``exchange``.

    Raises Unfetchable alone, which names the address and says what is wrong there.
    """
    where = repr(url[:LONGEST_TOLD])
    try:
        answer = exchange("GET", url, deadline)
        if answer.status != requests.codes.ok:
            raise Unfetchable(f"The answer was {answer.status}.")
        return answer.json_object()
    except (Unfetchable, OSError, ValueError, RecursionError) as error:
        raise Unfetchable(f"{where}: {_why(error, deadline)}") from error


def _why(error: Exception, deadline: float) -> str:
    if time.monotonic() >= deadline:  # The connection was cut off, and fails in one way or another.
        return TIME_IS_UP
    if isinstance(error, Unfetchable):
        return str(error)
    # What requests raises is an OSError, and sometimes a ValueError too.
    return f"{type(error).__name__}." if isinstance(error, OSError) else "The answer is no JSON."


def post_form(
    url: str, form: Mapping[str, str], deadline: float, headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, Any]]:
    """Return status and JSON object of the answer to a form, on the terms of ``exchange``."""
    answer = exchange("POST", url, deadline, form, headers)
    return answer.status, answer.json_object()


def exchange(
    method: str,
    url: str,
    deadline: float,
    form: Mapping[str, str] | bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Return the answer of an https address (http on loopback), without following redirects.

    ``deadline`` is of ``time.monotonic``. Raises Unfetchable, and what requests raises.
    """
    if not is_https_or_loopback(url):
        raise Unfetchable("The address is not https.")
    with requests.Session() as session, _cut_off_at(deadline, session):
        session.trust_env = not is_loopback(url)  # A proxy is for the outside.
        # … and whom to trust is for both: an issuer on this machine may have a certificate of one's own.
        session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        answer = session.request(
            method,
            url,
            data=form,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})},
            allow_redirects=False,
            stream=True,
            timeout=_left(deadline),
        )
        with answer:
            return Answer(answer.status_code, answer.headers, _read(answer, deadline))


class _Adapter(HTTPAdapter):
    """Keeps its connections, so that another thread can cut them off."""

    def __init__(self) -> None:
        super().__init__()
        self._connections: list[Any] = []

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **options)
        make = type(pool).ConnectionCls

        def kept(**how: Any) -> Any:
            self._connections.append(make(**how))
            return self._connections[-1]

        pool.ConnectionCls = kept
        return pool

    def cut_off(self) -> None:
        for connection in self._connections:
            with suppress(OSError, AttributeError):  # It is closed already, or not open yet.
                connection.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _cut_off_at(deadline: float, session: requests.Session) -> Iterator[None]:
    """End what is still being read at the deadline: headers can be dripped for days."""
    adapter = _Adapter()
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    timer = threading.Timer(_left(deadline), adapter.cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(answer: requests.Response, deadline: float) -> bytes:
    body = b""
    # One byte at least is returned at once, so that the time is looked at between slow ones.
    for chunk in iter(lambda: answer.raw.read1(8192, decode_content=True), b""):
        body += chunk
        if len(body) > LARGEST_DOCUMENT:
            raise Unfetchable("The document is too large.")
        _left(deadline)
    return body


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Unfetchable(TIME_IS_UP)
    return left
