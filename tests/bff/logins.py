"""A login at the embedded provider through the site's own client, as its server does it."""

from django.conf import settings

from bff import issuer
from bff.token_set import TokenSet
from identity.clients.first_party import ensure_first_party_clients
from tests.identity.browser import Browser

NONCE = "a-nonce"


def tokens_of(browser: Browser) -> TokenSet:
    """Return the tokens of whoever is logged in in this browser."""
    ensure_first_party_clients()
    asked = dict(issuer.login_parameters())
    code = browser.code(settings.BFF_CLIENT_ID, redirect_uri=f"{settings.SITE_URL}/bff/callback", **asked)
    return issuer.redeem(code, browser.verifier, NONCE)
