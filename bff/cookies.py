"""The cookies of the backend for the frontend: a session's, and one for each login that is under way."""

import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from resources.encryption import Undecryptable, decrypt, encrypt

KEY = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes
# A login's: five of them and the session's fit into one header.
SEALED = re.compile(r"[A-Za-z0-9_-]{1,2000}")
MOST_LOGINS = 5
LOGIN_SECONDS = 600
PURPOSE = "bff login"


@dataclass(frozen=True, slots=True)
class Login:
    """A login that is under way: what only this browser and the issuer must know of it, and where it leads.

    ``began_at`` is in seconds since 1970, ``max_age`` how many seconds the person's last login may be
    old, None for any; ``former`` is the id of the session that was in force when it began.
    """

    state: str
    nonce: str
    verifier: str
    return_to: str
    began_at: int
    max_age: int | None = None
    former: int | None = None


def session_key(request: HttpRequest) -> str | None:
    """Return what the session's cookie holds, None without one, or where it stands there twice.

    One of two was put there by somebody else, such as by another site on this host.
    """
    found = _values(request, session_name())
    return found[0] if len(found) == 1 and KEY.fullmatch(found[0]) else None


def set_session(response: HttpResponse, key: str) -> None:
    _set(response, session_name(), key, settings.BFF_ABSOLUTE_SECONDS, "Strict")


def delete_session(response: HttpResponse) -> None:
    _set(response, session_name(), "", 0, "Strict")


def set_login(request: HttpRequest, response: HttpResponse, login: Login) -> None:
    """Let this browser remember a login, and forget the oldest beyond MOST_LOGINS."""
    others = _logins(request)
    oldest_first = sorted(others, key=lambda name: found.began_at if (found := others[name]) else 0)
    for name in oldest_first[: max(0, len(others) - MOST_LOGINS + 1)]:
        _set(response, name, "", 0, "Lax")
    # Without the padding at its end, for which it would stand in quotes.
    sealed = encrypt(json.dumps(asdict(login)), PURPOSE).rstrip("=")
    _set(response, _login_name(login.state), sealed, LOGIN_SECONDS, "Lax")


def login_of(request: HttpRequest, state: str) -> Login | None:
    """Return the login that this browser began under this state, None when it began none or long ago."""
    found = _values(request, _login_name(state))
    login = _unsealed(found[0]) if len(found) == 1 else None
    return login if login and constant_time_compare(login.state, state) else None


def delete_login(response: HttpResponse, state: str) -> None:
    _set(response, _login_name(state), "", 0, "Lax")


def session_name() -> str:
    return _name("session")


def _name(what: str) -> str:
    # On https no other site and no script can set a cookie of this name, and none comes here in the
    # clear (RFC 6265bis). Browsers that know only the prefix __Host- see a name that begins so.
    prefix = "__Host-Http-" if settings.HTTPS else ""
    return "-".join(filter(None, (f"{prefix}usher-{what}", settings.INSTANCE)))


def _login_name(state: str) -> str:
    return f"{_name('login')}-{hashlib.sha256(state.encode()).hexdigest()[:16]}"


def _logins(request: HttpRequest) -> Mapping[str, Login | None]:
    """Return the logins that this browser has under way, by the names of their cookies."""
    prefix = f"{_name('login')}-"
    return {name: _unsealed(value) for name, value in _pairs(request) if name.startswith(prefix)}


def _unsealed(sealed: str) -> Login | None:
    if not SEALED.fullmatch(sealed):
        return None
    try:
        login = Login(**json.loads(decrypt(sealed + "=" * (-len(sealed) % 4), PURPOSE)))
    except (Undecryptable, ValueError, TypeError):  # another key, or what another version wrote
        return None
    return login if 0 <= time.time() - login.began_at < LOGIN_SECONDS else None


def _values(request: HttpRequest, name: str) -> list[str]:
    return [value for each, value in _pairs(request) if each == name]


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the cookies as they were sent, so that one that was sent twice is seen to be."""
    parts = (part.partition("=") for part in request.META.get("HTTP_COOKIE", "").split(";"))
    # What Python calls white space beside these two is part of the name to a browser, which then does
    # not see that the name begins with __Host-, and lets any sibling domain set it.
    return [(name.strip(" \t"), value.strip(" \t")) for name, _, value in parts]


def _set(response: HttpResponse, name: str, value: str, seconds: int, same_site: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=settings.HTTPS,
        httponly=True,
        samesite=same_site,  # type: ignore[arg-type]  # one of its literals
    )
