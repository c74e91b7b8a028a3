"""What the tests of the backend for the frontend share: the strategy, and people who log in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured

from bff import issuer
from bff.token_set import TokenSet
from permissions_api.conf import conf as live
from tests.bff.pages import Page
from tests.identity.conftest import browser_of  # noqa: F401  a fixture

if configured.EMBEDDED:
    from tests.bff.calls import audiences_asked, page_of  # noqa: F401  two fixtures


@pytest.fixture
def tokens_at_the_server(conf, settings) -> None:
    """Let the site's server hold the tokens, as the client that it is at the embedded provider."""
    conf.STRATEGY, conf.CLIENT_ID = "backend_for_frontend", settings.BFF_CLIENT_ID


@pytest.fixture
def issuer_says(tokens_at_the_server, monkeypatch) -> Callable[..., dict[str, Any]]:
    """Return what says whom the next logins are of: claims of their ID tokens. Robin's, until it is called.

    The issuer answers any code, and ``asked`` among the claims lists what it was asked.
    """
    claims: dict[str, Any] = {"sub": "usher|1", "name": "Robin", "sid": "a-session-there", "asked": []}

    def redeem(code: str, verifier: str, nonce: str) -> TokenSet:
        claims["asked"].append((code, verifier, nonce))
        said = {name: value for name, value in claims.items() if name != "asked"}
        return TokenSet("a-refresh-token", {"iss": live.ISSUER, **said}, {})

    monkeypatch.setattr(issuer, "redeem", redeem)
    monkeypatch.setattr(issuer, "revoke", lambda token: claims["asked"].append(("revoke", token)))

    def say(**more: Any) -> dict[str, Any]:
        claims.update(more)
        return claims

    return say


@pytest.fixture
def page(issuer_says, db) -> Page:
    """A browser in which nobody is logged in yet."""
    return Page()
