"""Let a WSGI application answer in a few threads, each of which is handed a whole request.

A thread that reads from the network waits for as long as the sender likes. So the body is read
before a thread is taken, and who sends it in drips holds none. Addresses of ``apart`` have a
thread each, which nothing else can keep busy.
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.http import HttpResponse

from permissions_api.problem_details import problem
from resources.downloads import SENDING_SECONDS, Download

BODY_SECONDS = 10  # for the whole body, however many pieces it comes in
PIECE = 65_536  # bytes; smaller pieces of a streamed answer are sent together
TOO_SLOW = f"The body did not arrive within {BODY_SECONDS} seconds. Send the request again."

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
        self._shared = ThreadPoolExecutor(threads, "request")
        self._apart = {path: ThreadPoolExecutor(1, path) for path in apart}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"This site answers http alone, not {scope['type']}.")
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await read_body(scope, receive)
        except TimeoutError:
            await _refuse(send, problem(408, TOO_SLOW, headers={"Connection": "close"}))
            return
        except Gone:
            return
        loop = asyncio.get_running_loop()

        def emit(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_awaited(send, message), loop).result()

        pool = self._apart.get(scope["path"], self._shared)
        answer = await loop.run_in_executor(pool, self._answer, environ(scope, body), emit)
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
            await loop.run_in_executor(self._shared, answer.close)

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


async def read_body(scope: Message, receive: Receive) -> bytes:
    """Return the body as far as Django would read it: none without a length, none that is too long.

    Raises Gone when the sender left.
    """
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return b""  # Django refuses it by its length.
    body = b""
    while len(body) < int(length):
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body


def environ(scope: Message, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of a request that came by ASGI."""
    headers: dict[str, list[str]] = defaultdict(list)
    for name, value in scope["headers"]:
        # A name with an underscore would be taken for the one with a dash, which a proxy may set alone.
        if b"_" not in name:
            headers[name.decode("latin-1").upper().replace("-", "_")].append(value.decode("latin-1"))
    joined = {name: ("; " if name == "COOKIE" else ",").join(values) for name, values in headers.items()}
    content: dict[str, Any] = {
        name: joined.pop(name) for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if name in joined
    }
    path = unquote_to_bytes(scope["raw_path"]) if scope.get("raw_path") else scope["path"].encode()
    host, port = scope.get("server") or (settings.LISTEN, settings.PORT)
    return {
        **{f"HTTP_{name}": value for name, value in joined.items()},
        **content,
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


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
