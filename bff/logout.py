"""Where the issuer's own session ends: an address without a token in it."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings

from bff.models import Session
from permissions_api.conf import conf
from permissions_api.tokens.endpoints import issuer_endpoints

HOME = f"{settings.SITE_URL}/"


def logout_address(session: Session) -> str | None:
    """Return where the browser goes to log out at the issuer too, None where it has no such address.

    ``logout_hint`` names the session there in place of an ID token (OpenID Connect RP-Initiated Logout 1.0).
    """
    if conf.flavour.auth0_paths and not settings.EMBEDDED:
        return f"{conf.ISSUER}v2/logout?{urlencode({'client_id': conf.CLIENT_ID, 'returnTo': HOME})}"
    endpoint = f"{conf.ISSUER}oidc/logout" if settings.EMBEDDED else _discovered()
    if not endpoint:
        return None
    question = {"client_id": conf.CLIENT_ID, "post_logout_redirect_uri": HOME}
    if session.sid:
        question["logout_hint"] = session.sid
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(question)}"


def _discovered() -> str:
    return issuer_endpoints().get("end_session_endpoint", "")
