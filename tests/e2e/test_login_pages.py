"""The provider's pages in a real browser: a passkey from set-up to login, consent, and axe on each page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import axe_violations, shot
from tests.e2e.server import Site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

PHONE = {"width": 390, "height": 844}
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark", "viewport": PHONE},
]
BACK = "http://localhost:9/callback"


def log_in(page: Page, name: str, to: str = "/u/mfa/") -> None:
    page.goto(f"/u/login/?next={to}")
    page.get_by_role("button", name=name).click()


def prove(page: Page) -> None:
    """Type the password once more where a page demands it."""
    if "/u/reauthenticate/" in page.url:
        page.get_by_label("Your password").fill("gotham-demo")
        page.get_by_role("button", name="Go on").click()


def well_made(page: Page, name: str) -> None:
    shot(page, name)
    assert axe_violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


def test_a_passkey_is_added_and_lets_its_person_in_without_a_password(new_page: Callable[..., Page]):
    page = new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, "Joker", to="/u/mfa/passkeys/add/")
    prove(page)
    well_made(page, "passkey-add")
    page.get_by_label("Name").fill("Playing card")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/u/mfa/passkeys/")
    page.get_by_role("heading", name="Playing card").wait_for()
    well_made(page, "passkeys")

    page.goto("/u/logout/")
    page.get_by_role("button", name="Log out").click()
    page.goto("/u/login/?next=/u/mfa/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("You are Joker.").wait_for()

    page.goto("/u/mfa/passkeys/")
    page.get_by_role("link", name="Remove Playing card").click()
    prove(page)
    page.get_by_role("button", name="Remove the passkey").click()
    page.get_by_text("You have none yet.").wait_for()


def test_a_passkey_that_is_not_to_be_had_is_explained(new_page: Callable[..., Page]):
    page = new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    page.goto("/u/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    # A browser that never had one is offered none beside "Log in"; it stands below as another way.
    assert not page.get_by_role("button", name="Log in with a passkey").is_visible()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_text("The passkey could not be used.").wait_for()


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_an_account_are_well_made(new_page: Callable[..., Page], look: dict[str, Any]):
    page = new_page(**look)
    name = f"{look['color_scheme']}"
    page.goto("/u/login/")
    page.get_by_label("User name").fill("robin")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_text("do not fit together").wait_for()
    well_made(page, f"login-wrong-{name}")
    log_in(page, "Robin")
    for path in (
        "mfa/totp/activate/",
        "password/change/",
        "logout/",
        "mfa/passkeys/",
        "sign-out-everywhere/",
    ):
        page.goto(f"/u/{path}")
        if "/u/reauthenticate/" in page.url:
            well_made(page, f"reauthenticate-{name}")
            prove(page)
        well_made(page, f"{path.replace('/', '-')}{name}")
    page.goto("/u/inactive/")
    well_made(page, f"inactive-{name}")
    page.goto("/v2/logout?returnTo=https://evil.example/")
    well_made(page, f"refused-{name}")


@pytest.mark.parametrize("look", LOOKS)
def test_somebody_elses_client_is_given_what_stays_ticked(
    site: Site, new_page: Callable[..., Page], look: dict[str, Any]
):
    client = f"partner-{look['color_scheme']}"
    audience = "https://books.usher.example/"
    site.manage(
        *("client", "add", "--id", client, "--name", "Reading Room", "--public", "--third-party"),
        *("--redirect-uri", BACK, "--audience", audience),
    )
    page = new_page(**look)
    log_in(page, "Alfred")
    page.goto(
        f"/authorize?client_id={client}&redirect_uri={BACK}&response_type=code&audience={audience}"
        f"&scope=openid profile list:books write:books edit:books&code_challenge={'a' * 43}"
        "&code_challenge_method=S256"
    )
    page.get_by_role("heading", name="Reading Room wants to act for you").wait_for()
    well_made(page, client)
    page.get_by_label("add books").uncheck()
    with page.expect_request(f"{BACK}?code=*"):
        page.get_by_role("button", name="Allow what is ticked").click()
    site.manage("client", "remove", client)
