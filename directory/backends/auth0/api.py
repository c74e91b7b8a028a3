"""Ask Auth0's Management API v2, with a token of the site's machine client.

https://auth0.com/docs/api/management/v2. Nothing is asked while it is known to fail: after a fault the
next question may come COOLDOWN seconds later, whichever process asks it.
"""

import json
import logging
import random
import re
import threading
import time
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from requests import codes

from directory.backends.auth0 import budget, faults
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.exceptions import Fault, Refused, TenantUnavailable
from permissions_api.deadline import seconds_left
from permissions_api.http import Answer, Unfetchable, exchange, within

log = logging.getLogger(__name__)

CALL_SECONDS = 5.0  # for one call, however slowly bytes arrive
LEAST_SECONDS = 1.0
ATTEMPTS = 3  # of one call: a token that has ended, and a limit that is met
RENEW_AT = 0.9  # of a token's life
JSON = {"Content-Type": "application/json"}
LEAST_LIFE = 60.0  # seconds; a token that says less of itself is used as long

# What the machine client must have been granted at the tenant, by what is asked.
SCOPES: Mapping[tuple[str, str], str] = {
    ("GET", "users"): "read:users",
    ("GET", "users/permissions"): "read:users",
    ("GET", "users/roles"): "read:users and read:roles",
    ("GET", "roles"): "read:roles",
    ("GET", "roles/permissions"): "read:roles",
    ("GET", "roles/users"): "read:users and read:roles",
    ("GET", "client-grants"): "read:client_grants",
    ("PATCH", "users"): "update:users",
    ("POST", "users/permissions"): "update:users",
    ("DELETE", "users/permissions"): "update:users",
    ("POST", "users/roles"): "update:users",
    ("DELETE", "users/roles"): "update:users",
    ("POST", "roles"): "create:roles",
    ("PATCH", "roles"): "update:roles",
    ("DELETE", "roles"): "delete:roles",
    ("POST", "roles/permissions"): "update:roles",
    ("DELETE", "roles/permissions"): "update:roles",
}

Query = Mapping[str, str | int]


def call(
    method: str,
    parts: Sequence[str],
    priority: Priority,
    query: Query | None = None,
    body: Any = None,
    *,
    takes: int = 1,
) -> Any:
    """Return the JSON that is answered, None for nothing.

    ``parts`` are those of the path, ids among them as they are. ``takes``: how many calls of the
    budget, where one was taken before or another will follow. Raises Refused for what the
    tenant will not do (404 for an id that leads nowhere), and TenantUnavailable.
    """
    kind = "/".join(parts[::2])
    path = path_of(parts)
    address = f"{path}?{urlencode(query)}" if query else path
    faults.refuse_while_known(faults.EVERYWHERE, f"{method} {kind}")
    try:
        document = _answered(method, address, kind, priority, body, takes)
    except Fault as fault:
        unavailable = faults.noted(fault, f"{method} {kind}")
        unavailable.unsent = not fault.everywhere
        raise unavailable from fault
    except Refused:
        faults.forget(f"{method} {kind}")  # It works, and says no.
        raise
    faults.forget(f"{method} {kind}")
    return document


def path_of(parts: Sequence[str]) -> str:
    """Return the path of these parts: whatever stands in an id, it is one part. Raises Refused (404)."""
    try:
        quoted = [quote(part, safe="") for part in parts]
    except UnicodeEncodeError:
        quoted = [""]
    # No encoding keeps these two from meaning another path.
    if not {"", ".", ".."}.isdisjoint(quoted):
        raise Refused(404, "No id is written so.")
    return "/".join(quoted)


def _answered(method: str, address: str, kind: str, priority: Priority, body: Any, takes: int) -> Any:
    url, sent = settings.AUTH0_MANAGEMENT_URL + address, None if body is None else json.dumps(body).encode()
    for attempt in range(ATTEMPTS):
        token = tokens.token()
        if takes or attempt:
            budget.take(priority, 1 if attempt else takes)
        answer = _sent(method, url, sent, {"Authorization": f"Bearer {token}", **JSON})
        if answer.status == codes.unauthorized and attempt == 0:
            tokens.forget(token)
        elif answer.status == codes.too_many_requests:
            _slow_down(answer)
        else:
            return _document(answer, method, kind)
    raise budget.busy(1)


def _sent(
    method: str, url: str, sent: bytes | Mapping[str, str] | None, headers: Mapping[str, str]
) -> Answer:
    """Raises Fault, and TenantUnavailable where too little time is left to call it one."""
    if seconds_left(CALL_SECONDS) < LEAST_SECONDS:
        raise budget.busy(1)
    try:
        return within(CALL_SECONDS, lambda deadline: exchange(method, url, deadline, sent, headers))
    except Unfetchable as error:
        # What requests says has parts that differ each time.
        kind = type(error.__cause__ or error).__name__
        raise Fault(
            "the tenant does not answer.", detail=kind if kind != "Unfetchable" else str(error)
        ) from error


def _document(answer: Answer, method: str, kind: str) -> Any:
    if answer.status == codes.forbidden:
        raise Fault(_lacking(answer, method, kind), everywhere=False)
    if answer.status == codes.unauthorized:
        raise Fault("the tenant does not take the token of the machine client (AUTH0_MANAGEMENT_CLIENT_ID).")
    if codes.bad_request <= answer.status < codes.server_error:
        raise Refused(answer.status, _message(answer))
    if not codes.ok <= answer.status < codes.multiple_choices:
        raise Fault(f"the tenant answered {answer.status}.")
    if not answer.body.strip():
        return None
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Fault("the tenant's answer is no JSON.") from error


def _lacking(answer: Answer, method: str, kind: str) -> str:
    named = re.findall(r"\b(?:read|create|update|delete):[a-z_]+\b", _message(answer))
    scopes = " and ".join(named) or SCOPES.get((method, kind), "what it needs")
    return f"its machine client lacks {scopes}. Grant it that scope of the Management API at the tenant."


def _message(answer: Answer) -> str:
    """Return the tenant's own sentence, cut short."""
    try:
        return _plain(str(answer.json_object().get("message", "")))
    except (Unfetchable, ValueError):
        return ""


def _plain(text: str) -> str:
    return re.sub(r"[^ -~]", " ", text)[:300]


def _slow_down(answer: Answer) -> None:
    """Let nobody ask before the tenant's limit is over."""
    now = time.time()
    reset = _reset_at(answer, now) + random.uniform(0, budget.JITTER)  # noqa: S311  no secret
    if budget.hold_until(reset):
        log.warning("The tenant's rate limit is met (429): nothing is asked for %.1f s.", reset - now)


def _reset_at(answer: Answer, now: float) -> float:
    """Return when the limit is over, in seconds since 1970, as Auth0 says it or by Retry-After."""
    reset = answer.headers.get("x-ratelimit-reset", "")
    if re.fullmatch("[0-9]{1,12}", reset, re.ASCII):
        return max(float(reset), now)
    after = answer.headers.get("retry-after", "")
    if re.fullmatch("[0-9]{1,6}", after, re.ASCII):
        return now + float(after)
    try:
        return max(now, parsedate_to_datetime(after).timestamp())
    except (ValueError, TypeError):
        return now + 1


class Tokens:
    """The machine client's token: asked for once for all who wait, and anew before it ends."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._token, self._renew_at = "", 0.0

    def token(self) -> str:
        """Raises Fault and TenantUnavailable."""
        if self._token and time.monotonic() < self._renew_at:
            return self._token
        # Whoever has the lock asks within the request's time, and the others then have it.
        if not self._turn.acquire(timeout=seconds_left(CALL_SECONDS)):
            raise TenantUnavailable("it has not answered yet.", 1)
        try:
            if not self._token or time.monotonic() >= self._renew_at:
                self._fetch()
            return self._token
        finally:
            self._turn.release()

    def forget(self, token: str = "") -> None:
        """Use this token no longer, or any."""
        with self._turn:
            if token in ("", self._token):
                self._token = ""

    def _fetch(self) -> None:
        began = time.monotonic()
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.AUTH0_MANAGEMENT_CLIENT_ID,
            "client_secret": settings.AUTH0_MANAGEMENT_CLIENT_SECRET,
            "audience": settings.AUTH0_MANAGEMENT_URL,
        }
        answer = _sent("POST", _token_url(), form, {})
        if answer.status in (codes.bad_request, codes.unauthorized, codes.forbidden):
            raise Fault(
                f"the tenant gives the machine client no token for {settings.AUTH0_MANAGEMENT_URL}: see"
                " AUTH0_MANAGEMENT_CLIENT_ID and its secret, and whether it may use the Management API."
            )
        try:
            document = answer.json_object() if answer.status == codes.ok else {}
        except (Unfetchable, ValueError):
            document = {}
        token, life = document.get("access_token"), document.get("expires_in")
        if not isinstance(token, str) or not re.fullmatch(r"[!-~]+", token):
            raise Fault(f"the tenant gave the machine client no token (it answered {answer.status}).")
        seconds = float(life) if isinstance(life, int | float) and life > 0 else LEAST_LIFE
        self._token, self._renew_at = token, began + seconds * RENEW_AT


def _token_url() -> str:
    # The Management API's own domain, which is not the issuer's where that is a custom one.
    return f"{settings.AUTH0_MANAGEMENT_URL.removesuffix('api/v2/')}oauth/token"


tokens = Tokens()
