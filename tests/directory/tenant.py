"""A tenant over real HTTP on 127.0.0.1: what the directory asks of Auth0's Management API, with faults."""

import json
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

API = "https://api.usher.example/"
Fault = Callable[["Tenant", BaseHTTPRequestHandler, str], bool]


class Tenant:
    """``fault`` may answer in place of the tenant and say so; ``asked`` counts by method and path."""

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.roles: dict[str, str] = {}
        self.role_permissions: dict[str, list[str]] = defaultdict(list)
        self.members: dict[str, list[str]] = defaultdict(list)
        self.direct: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.grants: list[dict[str, Any]] = []
        self.asked: Counter[str] = Counter()
        self.tokens = 0
        self.token_life: float = 86_400
        self.valid = "token-1"
        self.fault: Fault | None = None
        self.rows_changed: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda _path, answer: answer
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v2/"

    def add_user(self, id: str, name: str, *roles: str, direct: tuple[str, ...] = (), **more: Any) -> None:
        self.users[id] = {"user_id": id, "name": name, "email": f"{name.lower()}@gotham.example", **more}
        for role in roles:
            self.members[role].append(id)
        self.direct[id] = [(API, permission) for permission in direct]

    def add_role(self, id: str, name: str, *permissions: str) -> None:
        self.roles[id] = name
        self.role_permissions[id] = list(permissions)

    def calls(self, beginning: str = "") -> int:
        return sum(count for call, count in self.asked.items() if call.startswith(beginning))

    def start(self) -> None:
        tenant = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def handle_any(self) -> None:
                with suppress(BrokenPipeError, ConnectionResetError):
                    tenant.answer(self)

            do_GET = do_POST = do_PATCH = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        length = int(request.headers.get("Content-Length") or 0)
        body = request.rfile.read(length)
        if parts.path == "/oauth/token":
            self.tokens += 1
            if self.fault and self.fault(self, request, "POST token"):
                return
            self.valid = f"token-{self.tokens}"
            send(request, {"access_token": self.valid, "expires_in": self.token_life, "token_type": "Bearer"})
            return
        path = parts.path.removeprefix("/api/v2/")
        self.asked[f"{request.command} {path}"] += 1
        if self.fault and self.fault(self, request, f"{request.command} {path}"):
            return
        if request.headers.get("Authorization") != f"Bearer {self.valid}":
            send(request, {"statusCode": 401, "message": "Invalid token"}, 401)
            return
        query = dict(parse_qsl(parts.query))
        found = self._answered(request.command, path, query, json.loads(body) if body else None)
        status, document = found if isinstance(found, tuple) else (200, found)
        send(request, document, status)

    def _answered(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        match = re.fullmatch(r"(users|roles|client-grants)(?:/([^/]+)(?:/(roles|permissions|users))?)?", path)
        if not match:
            return 404, {"message": "Not Found"}
        kind, id, below = match[1], unquote(match[2] or ""), match[3]
        if id and id not in (self.users if kind == "users" else self.roles):
            return 404, {"message": f"The {kind[:-1]} does not exist."}
        if method == "GET":
            return self._read(kind, id, below, query)
        return self._written(method, kind, id, below, body)

    def _read(self, kind: str, id: str, below: str | None, query: dict[str, str]) -> Any:  # noqa: PLR0911
        if kind == "client-grants":
            grants = [grant for grant in self.grants if grant["client_id"] == query.get("client_id")]
            return self._page("client_grants", grants, query)
        if not id:
            if kind == "roles":
                return self._page("roles", [{"id": i, "name": n} for i, n in self.roles.items()], query)
            users = sorted(self.users.values(), key=lambda user: user["name"])
            wanted = query.get("q", "")
            words = re.findall(r"\(email:\*?([^* ]+)\*", wanted)
            ids = re.findall(r'"([^"]+)"', wanted)
            users = [u for u in users if all(w.lower() in json.dumps(u).lower() for w in words)]
            return self._page("users", [u for u in users if not ids or u["user_id"] in ids], query)
        if not below:
            return self.users[id] if kind == "users" else {"id": id, "name": self.roles[id]}
        if kind == "roles":
            if below == "users":
                return self._page("users", [self.users[m] for m in self.members[id]], query)
            return self._page("permissions", [entry(name) for name in self.role_permissions[id]], query)
        roles = [role for role in self.roles if id in self.members[role]]
        if below == "roles":
            return self._page("roles", [{"id": role, "name": self.roles[role]} for role in roles], query)
        return self._page("permissions", self._held(id, roles), query)

    def _held(self, id: str, roles: list[str]) -> list[dict[str, Any]]:
        held: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for api, name in self.direct[id]:
            held[api, name].append({"source_type": "DIRECT", "source_id": "", "source_name": ""})
        for role in roles:
            for name in self.role_permissions[role]:
                source = {"source_type": "ROLE", "source_id": role, "source_name": self.roles[role]}
                held[API, name].append(source)
        return [{**entry(name, api), "sources": sources} for (api, name), sources in held.items()]

    def _page(self, name: str, rows: list[Any], query: dict[str, str]) -> Any:
        page, size = int(query.get("page", 0)), int(query.get("per_page", 50))
        start = page * size
        found = rows[start : start + size]
        answer = {"start": start, "limit": size, "length": len(found), "total": len(rows), name: found}
        return self.rows_changed(name, answer)

    def _written(self, method: str, kind: str, id: str, below: str | None, body: Any) -> Any:
        adds = method == "POST"
        if kind == "roles" and not id:
            made = f"rol_{len(self.roles) + 1}"
            self.add_role(made, body["name"])
            return {"id": made, "name": body["name"]}
        if below == "permissions" and kind == "roles":
            change(self.role_permissions[id], [each["permission_name"] for each in body["permissions"]], adds)
        elif below == "permissions":
            pairs = [(e["resource_server_identifier"], e["permission_name"]) for e in body["permissions"]]
            change(self.direct[id], pairs, adds)
        elif below == "roles":
            for role in body["roles"]:
                change(self.members[role], [id], adds)
        elif method == "DELETE":
            del self.roles[id], self.role_permissions[id], self.members[id]
        elif kind == "roles":
            self.roles[id] = body.get("name", self.roles[id])
        else:
            self.users[id] |= body
            return self.users[id]
        return 204, None


def change(rows: list[Any], items: list[Any], adds: bool) -> None:
    for item in items:
        if adds and item not in rows:
            rows.append(item)
        elif not adds and item in rows:
            rows.remove(item)


def entry(name: str, api: str = API) -> dict[str, Any]:
    return {
        "permission_name": name,
        "resource_server_identifier": api,
        "resource_server_name": "Usher",
        "description": name,
    }


def send(request: BaseHTTPRequestHandler, body: Any, code: int = 200, **headers: str) -> None:
    raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    request.send_response(code)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(raw)))
    request.end_headers()
    request.wfile.write(raw)


def status(code: int, body: Any = None, **headers: str) -> Fault:
    """Return a fault that answers everything but the token so."""

    def answer(_tenant: Tenant, request: BaseHTTPRequestHandler, call: str) -> bool:
        if call == "POST token":
            return False
        send(request, body or {"statusCode": code, "message": "so it is"}, code, **headers)
        return True

    return answer


def slow(seconds: float) -> Fault:
    def answer(_tenant: Tenant, _request: BaseHTTPRequestHandler, _call: str) -> bool:
        time.sleep(seconds)
        return False

    return answer


@contextmanager
def running_tenant() -> Iterator[Tenant]:
    """Yield a tenant with the cast of the demo."""
    tenant = Tenant()
    tenant.start()
    try:
        yield tenant
    finally:
        tenant.stop()
