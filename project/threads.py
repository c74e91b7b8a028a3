"""Let a WSGI application answer in a few threads, each of which is handed a whole request.

A thread that reads from the network waits for as long as the sender likes. So the body is read
before a thread is taken, and who sends it in drips holds none. Addresses of ``apart`` have a
thread each, which nothing else can keep busy.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.http import HttpResponse

from permissions_api.problem_details import problem_of
from project.exceptions import BODY_SECONDS, RequestTimeout
from project.turns import Turns
from resources.downloads import SENDING_SECONDS, Download

PIECE = 65_536  # bytes; smaller pieces of a streamed answer are sent together

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Emit = Callable[[Message], None]


class Gone(Exception):
    """Whoever asked went away before all was sent."""


class InThreads:
    """The ASGI application before a WSGI application, which answers in so many ``threads``."""

    def __init__(self, wsgi: WSGIApplication, threads: int, apart: Iterable[str]) -> None:
        self._wsgi = wsgi
        self._shared = Turns(threads, "request")
        self._apart = {path: Turns(1, path) for path in apart}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"This site answers http alone, not {scope['type']}.")
        request = environ(scope)
        if length := length_of_body(request):
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    request["wsgi.input"] = BytesIO(await read_body(receive, length))
            except TimeoutError:
                await _refuse(send, problem_of(RequestTimeout, {"Connection": "close"}))
                return
            except Gone:
                return
        loop = asyncio.get_running_loop()

        def emit(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_awaited(send, message), loop).result()

        turns = self._apart.get(scope["path"], self._shared)
        answer = await turns.run(self._answer, request, emit)
        if not isinstance(answer, _File):
            for message in answer:
                await send(message)
            return
        try:
            async with asyncio.timeout(SENDING_SECONDS):
                for message in answer.messages():
                    await send(message)
        finally:
            # It asks the database, which only a thread may.
            await self._shared.run(answer.close)

    def _answer(self, request: dict[str, Any], emit: Emit) -> "Iterable[Message] | _File":
        """Answer in this thread. What needs no streaming is returned, which spares a change of threads.

        So is a file, whose reader may take as long as they like without a thread waiting for them.
        """
        start: Message = {"type": "http.response.start"}

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
            start["status"] = int(status.split(" ", 1)[0])
            start["headers"] = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]

        answer = self._wsgi(request, start_response)
        if isinstance(answer, Download):
            return _File(start, answer)
        try:
            if isinstance(answer, HttpResponse):
                return start, {"type": "http.response.body", "body": answer.content}
            emit(start)
            for piece in _pieces(answer):
                emit({"type": "http.response.body", "body": piece, "more_body": True})
            return ({"type": "http.response.body", "body": b""},)
        finally:
            if hasattr(answer, "close"):
                answer.close()


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be sent: it is read where it lies, a piece at a time, and closed by ``close`` alone."""

    start: Message
    answer: Download

    def messages(self) -> Iterator[Message]:
        yield self.start
        for piece in self.answer:
            yield {"type": "http.response.body", "body": piece, "more_body": True}
        yield {"type": "http.response.body", "body": b""}

    def close(self) -> None:
        self.answer.close()


def length_of_body(request: dict[str, Any]) -> int:
    """Return how many bytes Django would read: none without a length, none where it is too long."""
    length = request.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdigit()) or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 0  # Django refuses it by its length.
    return int(length)


async def read_body(receive: Receive, length: int) -> bytes:
    """Return the body. Raises Gone when the sender left."""
    body = b""
    while len(body) < length:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body


def environ(scope: Message) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of a request that came by ASGI, whose body is still to come."""
    host, port = scope.get("server") or (settings.LISTEN, settings.PORT)
    request: dict[str, Any] = {
        **ALWAYS,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": _path(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
    }
    for sent, value in scope["headers"]:
        name = _name_in_environ(sent)
        if name in request:
            request[name] += ("; " if name == "HTTP_COOKIE" else ",") + value.decode("latin-1")
        elif name:
            request[name] = value.decode("latin-1")
    return request


ALWAYS = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


@lru_cache(maxsize=64)  # Few, as names may be long, and anybody may send new ones.
def _name_in_environ(header: bytes) -> str:
    # A name with an underscore would be taken for the one with a dash, which a proxy may set alone.
    if b"_" in header:
        return ""
    name = header.decode("latin-1").upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def _path(scope: Message) -> str:
    raw = scope.get("raw_path")
    return (unquote_to_bytes(raw) if raw else scope["path"].encode()).decode("latin-1")


def _pieces(answer: Iterable[bytes]) -> Iterator[bytes]:
    waiting = b""
    for part in answer:
        waiting += part
        if len(waiting) >= PIECE:
            yield waiting
            waiting = b""
    if waiting:
        yield waiting


async def _awaited(send: Send, message: Message) -> None:
    await send(message)


async def _refuse(send: Send, answer: HttpResponse) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
