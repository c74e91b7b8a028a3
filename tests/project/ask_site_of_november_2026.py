"""Ask a site whose database comes from an earlier release what it knew then: for ``manage.py shell``."""

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client
from oauth2_provider.models import Application

from tests import authenticator_app

HOST = "localhost"
SESSION = "hek64ybl0nv3ovchi8w9srw32tbfnk7e"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RECOVERY_CODE = "54448414"
REFRESH_TOKEN = "fKooyM1vtT1rJN7OevV9g9hYvDv2wV"
MACHINE = {
    "grant_type": "client_credentials",
    "client_id": "reports",
    "client_secret": "a-secret-of-a-machine-of-november-2026-and-long-enough-to-be-taken",
    "audience": "https://api.usher.example/",
}


def answers() -> dict[str, Any]:
    return {
        "unlocked": said("unlock", "robin"),
        "trail": said("audit_verify"),
        "session": opened_by_session(),
        "app": logged_in_with(authenticator_app.shown(TOTP_SECRET)),
        "recovery code": logged_in_with(RECOVERY_CODE),
        "consents": browser()
        .get("/me/consents", HTTP_AUTHORIZATION=f"Bearer {said('token', 'robin')}")
        .json()["results"],
        "machine": browser().post("/oauth/token", MACHINE).json(),
        "refreshed": browser()
        .post(
            "/oauth/token",
            {"grant_type": "refresh_token", "client_id": "usher-spa", "refresh_token": REFRESH_TOKEN},
        )
        .json(),
        "gateway": Application.objects.get(client_id="usher-gateway").client_secret,
    }


def browser() -> Client:
    return Client(raise_request_exception=False, HTTP_HOST=HOST)


def opened_by_session() -> int:
    mine = browser()
    mine.cookies["sessionid"] = SESSION
    return mine.get("/u/password/change/").status_code


def logged_in_with(code: str) -> int:
    """Log in with the password and a second factor; return what a page then answers that needs a login."""
    robin = browser()
    robin.post("/u/login/", {"login": "robin", "password": "gotham-demo"})
    robin.post("/u/mfa/authenticate/", {"code": code})
    return robin.get("/u/password/change/").status_code


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip()
