"""The tests' own issuer: real RSA keys, tokens of every kind, and a small HTTP issuer with faults."""

import base64
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from permissions_api import testing
from permissions_api.testing import ISSUER, KID, TestKeys, private_key

__all__ = ["ISSUER", "KID", "TestKeys", "private_key"]

# The audiences of the declarations and of the one logical API.
API = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BOOKS = "https://books.usher.example/"


# The people of these tests are the site's own.
claims_with = partial(testing.claims_with, sub="usher|1")
token_with = partial(testing.token_with, sub="usher|1")


def encoded(value: Any) -> str:
    """Return bytes or a JSON value as one part of a token (base64url without padding)."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwk(key: RSAPrivateKey, kid: str, /, **changes: Any) -> dict[str, Any]:
    """Return the public half as a JSON Web Key; a change to None takes the member away."""
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    entry = {"kty": "RSA", "n": public["n"], "e": public["e"], "use": "sig", "alg": "RS256", "kid": kid}
    return {name: value for name, value in {**entry, **changes}.items() if value is not None}


Answer = Callable[[BaseHTTPRequestHandler], None]


class FaultyIssuer:
    """An issuer over real HTTP on 127.0.0.1 whose faults can be switched on.

    Of no flavour of its own: what discovery says of other endpoints stands in ``document``.
    ``fetches`` counts the requests by path. ``discovery`` and ``jwks`` answer those two
    paths; give either another answer to make it fail. ``answers`` has those of further paths.
    """

    def __init__(self) -> None:
        self.fetches: Counter[str] = Counter()
        self.keys = [jwk(private_key(), KID)]
        self.document: dict[str, Any] = {}  # what discovery says beside issuer and jwks_uri
        self.discovery: Answer = self.say_where
        self.jwks: Answer = self.give_keys
        self.answers: dict[str, Answer] = {}
        self.release = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Listen, on the same port again after ``stop``."""
        faulty = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                faulty.fetches[path] += 1
                answers = {"/.well-known/openid-configuration": faulty.discovery, "/jwks": faulty.jwks}
                with suppress(BrokenPipeError, ConnectionResetError):  # The client may give up.
                    (answers | faulty.answers).get(path, status(404))(self)

            do_POST = do_OPTIONS = do_GET  # noqa: N815  the names that the server asks for

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Be down: the port refuses connections."""
        self.release.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def say_where(self, request: BaseHTTPRequestHandler) -> None:
        send(request, {"issuer": self.issuer, "jwks_uri": f"{self.issuer}jwks", **self.document})

    def give_keys(self, request: BaseHTTPRequestHandler) -> None:
        send(request, {"keys": self.keys})

    def hang(self, request: BaseHTTPRequestHandler) -> None:
        """Answer nothing until ``release`` is set."""
        self.release.wait(20)
        self.give_keys(request)

    def drip_body(self, request: BaseHTTPRequestHandler) -> None:
        """Send a header at once, then a byte of the body now and then."""
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        self._drip(request, b" ")

    def drip_header(self, request: BaseHTTPRequestHandler) -> None:
        """Send a byte of the header now and then."""
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self._drip(request, b"x")

    def _drip(self, request: BaseHTTPRequestHandler, byte: bytes) -> None:
        for _ in range(1000):
            request.wfile.write(byte)
            request.wfile.flush()
            if self.release.wait(0.05):
                return


def send(request: BaseHTTPRequestHandler, body: Any, code: int = 200, **headers: str) -> None:
    """Answer with JSON, or with bytes as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    request.send_response(code)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(raw)))
    request.end_headers()
    request.wfile.write(raw)


def status(code: int) -> Answer:
    return lambda request: send(request, {"error": "server_error"}, code)


def raw(body: bytes) -> Answer:
    return lambda request: send(request, body)


def redirect(location: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


@contextmanager
def faulty_issuer() -> Iterator[FaultyIssuer]:
    """Yield a running FaultyIssuer, and leave nothing running behind."""
    issuer = FaultyIssuer()
    issuer.start()
    try:
        yield issuer
    finally:
        issuer.stop()
