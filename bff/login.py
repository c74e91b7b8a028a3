"""Log in at the issuer: what a login asks there, and what its answer must be."""

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest

from bff import cookies, issuer
from bff.cookies import Login
from bff.exceptions import LoginFailed
from permissions_api.conf import conf
from permissions_api.tokens.endpoints import issuer_endpoints, issuer_names_itself

CALLBACK = f"{settings.SITE_URL}/bff/callback"
ERROR = re.compile(r"[a-z_]{1,40}")
LEEWAY = 60  # seconds by which the issuer's clock may differ


def new_login(return_to: str, max_age: int | None, former: int | None) -> Login:
    secret = secrets.token_urlsafe
    return Login(secret(32), secret(32), secret(32), return_to, int(time.time()), max_age, former)


def authorization_address(login: Login) -> str:
    """Return where the browser asks for a code (RFC 6749 section 4.1.1, RFC 7636). Raises LoginFailed."""
    endpoint = issuer_endpoints().get("authorization_endpoint")
    if not endpoint:
        raise LoginFailed("issuer_unavailable", "The issuer's endpoints are not known.")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(login.verifier.encode()).digest()).rstrip(b"=")
    question = [
        ("response_type", "code"),
        ("client_id", conf.CLIENT_ID),
        ("redirect_uri", CALLBACK),
        ("state", login.state),
        ("nonce", login.nonce),
        ("code_challenge", challenge.decode()),
        ("code_challenge_method", "S256"),
        *issuer.login_parameters(),
        *([] if login.max_age is None else [("max_age", str(login.max_age))]),
    ]
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(question)}"


def answered_login(request: HttpRequest) -> Login:
    """Return the login of this browser that an answer of the issuer belongs to. Raises LoginFailed."""
    login = cookies.login_of(request, _only(request, "state"))
    if login is None:
        # Somebody else's login, or one from long ago: nobody is logged in by a link.
        raise LoginFailed("login_not_begun", "The state is of no login that this browser began.")
    return login


def code_of(request: HttpRequest) -> str:
    """Return the code of an answer that comes from our issuer (RFC 9207). Raises LoginFailed."""
    named = _only(request, "iss")
    if named != conf.ISSUER if named else issuer_names_itself():
        raise LoginFailed("wrong_issuer", "The answer does not come from our issuer.")
    if error := _only(request, "error"):
        raise LoginFailed(error if ERROR.fullmatch(error) else "login_failed", "The issuer refused.")
    if not (code := _only(request, "code")):
        raise LoginFailed("login_failed", "The answer has no code.")
    return code


def check_age(login: Login, id_claims: Mapping[str, object]) -> None:
    """Raise LoginFailed where a login was to be new and is not (OpenID Connect Core 3.1.3.7, point 13)."""
    if login.max_age is None:
        return
    at = id_claims.get("auth_time")
    if not isinstance(at, int | float) or time.time() - at > login.max_age + LEEWAY:
        raise LoginFailed("login_too_old", "The issuer answered with an older login than was asked for.")


def _only(request: HttpRequest, name: str) -> str:
    """Return the parameter of the answer, "" without it. Raises LoginFailed where it stands there twice."""
    values = request.GET.getlist(name)
    if len(values) > 1:
        raise LoginFailed("login_failed", f"The answer has {name} twice.")
    return values[0] if values else ""
