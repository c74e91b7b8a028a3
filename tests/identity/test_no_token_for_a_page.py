"""Where tokens stay at the server no script of a page gets one from the provider, by whatever way it asks."""

from io import StringIO
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application

from bff.page_addresses import leads_to_a_page
from identity.authorize.return_address import modes
from identity.checks import check_no_page_gets_a_token
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.models import Consent
from tests.identity.browser import Browser, answer
from tests.identity.test_silent_login import age_login

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

HERE, ELSEWHERE = "http://localhost:8000/somewhere", "https://partner.example/callback"
BFF_URI = "http://localhost:8000/bff/callback"


@pytest.fixture
def sessions(conf) -> None:
    conf.STRATEGY = "backend_for_frontend"


def register_public(name: str, uri: str, **more) -> Application:
    return register(Registration(client_id=name, redirect_uris=[uri], public=True, **more))[0]


@pytest.mark.parametrize(
    ("uri", "site"),
    [
        ("http://localhost:8000/", "http://localhost:8000"),
        ("HTTP://LOCALHOST:8000/x", "http://localhost:8000"),
        ("http://localhost.:8000/x", "http://localhost:8000"),
        # Other names of the site, from which a page is sent on to the first.
        ("http://127.0.0.1:8000/x", "http://localhost:8000"),
        ("http://[0:0:0:0:0:0:0:1]:8000/x", "http://localhost:8000"),
        ("http://localhost:5200/callback", "http://localhost:8000"),
        ("https://usher.example:443/x", "https://usher.example"),
        ("http://usher.example/x", "https://usher.example"),
        ("https://also.example/x", "https://usher.example"),
        # What a browser may read otherwise than it is compared here.
        ("https://usher.example\\.evil.example/", "https://usher.example"),
        ("https://%75sher.example/", "https://usher.example"),
        ("https://usher。example/", "https://usher.example"),
        ("https://127.1:8000/", "https://127.0.0.1:8000"),
        ("https://0x7f000001:8000/", "https://127.0.0.1:8000"),
        ("https://usher.example:port/", "https://usher.example"),
    ],
)
def test_an_address_on_our_pages_is_known_however_it_is_spelt(settings, uri, site):
    settings.SITE_URL, settings.SPA_DEV_URL = site, "http://localhost:5200"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "usher.example", "also.example", "*"]
    assert leads_to_a_page(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "https://partner.example/callback",
        "https://usher.example:8443/callback",
        "https://usher.example.partner.example/",
        "http://localhost:49152/native",
        "http://localhost/native",
        "https://203.0.113.7/callback",
    ],
)
def test_an_address_elsewhere_is_told_from_it(settings, uri):
    settings.SITE_URL, settings.SPA_DEV_URL = "https://usher.example", ""
    settings.ALLOWED_HOSTS = ["usher.example", "localhost", "127.0.0.1", "*"]
    assert not leads_to_a_page(uri)


@pytest.mark.urls("tests.identity.management_urls")
def test_no_way_of_registering_takes_a_public_client_with_an_address_here(sessions, administrator):
    with pytest.raises(CommandError, match="on this site's own pages"):
        call_command("client", "add", "--public", "--redirect-uri", HERE, stdout=StringIO())
    sent = {"name": "Mine", "app_type": "spa", "callbacks": [HERE]}
    refused = administrator.post("/api/v2/clients", sent, format="json")
    assert refused.status_code == 400
    assert "on this site's own pages" in refused.json()["message"]
    made = administrator.post("/api/v2/clients", {**sent, "callbacks": [ELSEWHERE]}, format="json").json()
    refused = administrator.patch(
        f"/api/v2/clients/{made['client_id']}", {"callbacks": [HERE]}, format="json"
    )
    assert refused.status_code == 400
    with pytest.raises(ValidationError, match="on this site's own pages"):
        Application.objects.create(client_type="public", redirect_uris=f"{ELSEWHERE} {HERE}")


def test_public_clients_elsewhere_and_those_with_a_secret_here_are_taken(sessions):
    register_public("phone", ELSEWHERE)
    register(Registration(client_id="server", redirect_uris=[HERE]))


def test_one_from_before_is_reported_and_gets_no_code(browser_of, conf):
    register_public("old", HERE)
    robin = browser_of("robin")
    assert "code" in answer(robin.authorize("old", redirect_uri=HERE))
    assert not check_no_page_gets_a_token(None, ["default"])
    conf.STRATEGY = "backend_for_frontend"
    response = robin.authorize("old", redirect_uri=HERE)
    assert response.status_code == 400
    assert b"keeps every token" in response.content
    ensure_first_party_clients()
    (error,) = check_no_page_gets_a_token(None, ["default"])
    assert "'old'" in error.msg


@pytest.fixture
def robin(sessions, browser_of) -> Browser:
    ensure_first_party_clients()
    return browser_of("robin")


def ask(browser: Browser, method: str = "get", headers: dict[str, str] | None = None, **changes: str | None):
    query = browser.query("usher-bff", **{"redirect_uri": BFF_URI, **changes})
    return getattr(browser, method)("/authorize", query, headers=headers or {})


def test_a_frame_is_answered_with_no_message(robin, conf):
    response = ask(robin, prompt="none", response_mode="web_message")
    assert response.status_code == 400
    assert b"authorization_response" not in response.content
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    discovered = "/.well-known/openid-configuration"
    assert robin.get(discovered).json()["response_modes_supported"] == ["query"]
    conf.STRATEGY = "single_audience"
    assert robin.get(discovered).json()["response_modes_supported"] == [*modes()] == ["query", "web_message"]


NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
SCRIPTS = [
    {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty"},
    {"Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Dest": "empty"},
    {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "frame"},
    {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"},
    {"Sec-Fetch-Mode": "cors"},
    {"Sec-Fetch-Dest": "iframe"},
]


@pytest.mark.parametrize("headers", SCRIPTS)
def test_only_a_tab_that_goes_there_is_answered_and_others_alike_whoever_is_logged_in(robin, headers):
    answers = [ask(browser, how, headers) for browser in (robin, Browser()) for how in ("get", "post")]
    assert {(each.status_code, each.content) for each in answers} == {(403, answers[0].content)}
    assert {tuple(each.cookies) for each in answers} == {()}
    assert answers[0]["X-Frame-Options"] == "DENY"
    assert robin.post("/u/consent/", headers=headers).status_code == 403


def test_a_tab_that_goes_there_is_answered_and_so_is_a_browser_that_tells_nothing(robin):
    for headers in (NAVIGATION, {**NAVIGATION, "Sec-Fetch-Site": "none"}, {}):
        assert "code" in answer(ask(robin, headers=headers))
        assert ask(robin, "post", headers).status_code == 303


@pytest.mark.parametrize("headers", SCRIPTS)
def test_under_another_strategy_frames_and_scripts_are_answered_as_before(browser_of, headers):
    robin = browser_of("robin")
    assert "code" in answer(robin.get("/authorize", robin.query(), headers=headers))


def test_a_code_for_the_server_is_worth_nothing_without_its_secret(robin):
    code = answer(ask(robin))["code"]
    assert robin.redeem(code, "usher-bff", redirect_uri=BFF_URI).status_code == 401


# --- The password is what a script of a page does not have ----------------------------


@pytest.fixture
def partner(robin) -> dict[str, str]:
    """What a client of somebody else asks of Robin."""
    register_public("partner", ELSEWHERE, third_party=True, audiences=["https://api.usher.example/"])
    return robin.query("partner", redirect_uri=ELSEWHERE, scope="openid list:books")


def test_a_client_of_others_is_agreed_to_by_who_proved_lately_who_they_are(robin, partner):
    age_login(robin, 301)
    agree = {"allow": "yes", "scope": ["openid"]}
    for response in (
        robin.get("/authorize", partner),
        robin.post("/u/consent/", agree, query_params=partner),
    ):
        assert response["Location"].startswith("/u/reauthenticate/?next=%2Fauthorize")
    assert not Consent.objects.exists()
    back = robin.post(response["Location"], {"password": "gotham-demo"})["Location"]
    assert b"wants to act for you" in robin.get(back).content
    assert "code" in answer(robin.post("/u/consent/", agree, query_params=partner))


def test_what_was_agreed_to_needs_no_new_proof_nor_does_a_client_of_our_own(robin, partner):
    robin.post("/u/consent/", {"allow": "yes", "scope": ["openid"]}, query_params=partner)
    age_login(robin, 301)
    assert "code" in answer(ask(robin))
    consented = {**partner, "scope": "openid"}
    assert "code" in answer(robin.get("/authorize", consented))


def test_under_another_strategy_an_old_login_agrees_as_before(robin, partner, conf):
    age_login(robin, 301)
    conf.STRATEGY = "single_audience"
    assert b"wants to act for you" in robin.get("/authorize", partner).content


def test_what_was_proven_for_a_client_changes_no_way_to_log_in(robin, conf):
    def proven_for_a_client() -> bool:
        robin.post(f"/u/reauthenticate/?next={ELSEWHERE}", {"password": "gotham-demo"})
        assert robin.get("/u/mfa/totp/activate/").status_code == 200
        answer(ask(robin))
        return robin.get("/u/mfa/totp/activate/").status_code == 200

    assert not proven_for_a_client()
    conf.STRATEGY = "single_audience"
    assert proven_for_a_client()


def test_the_admin_changes_nothing_without_the_password_of_a_moment_ago(conf, browser_of):
    gordon, robin = browser_of("gordon"), User.objects.get(username="robin")
    page = f"/admin/auth/user/{robin.pk}/password/"
    new = {"password1": "quite-new-4711", "password2": "quite-new-4711", "usable_password": "true"}
    conf.STRATEGY = "backend_for_frontend"
    to_proof = f"/u/reauthenticate/?next={quote(page, safe='')}"
    assert gordon.get(page).status_code == 200
    assert gordon.post(page, new)["Location"] == to_proof
    assert "quite-new-4711" not in str(dict(gordon.session))
    group = gordon.post("/admin/auth/group/add/", {"name": "Night watch"})
    assert group["Location"].startswith("/u/reauthenticate/?next=")
    assert not Group.objects.filter(name="Night watch").exists()
    gordon.post(to_proof, {"password": "gotham-demo"})
    assert gordon.post(page, new)["Location"] != to_proof
    robin.refresh_from_db()
    assert robin.check_password("quite-new-4711")


def test_one_logs_out_of_the_admin_without_it_and_does_all_else_under_another_strategy(conf, browser_of):
    gordon = browser_of("gordon")
    gordon.post("/admin/auth/group/add/", {"name": "Night watch"})
    assert Group.objects.filter(name="Night watch").exists()
    conf.STRATEGY = "backend_for_frontend"
    assert gordon.post("/admin/logout/")["Location"] == "/"
    assert gordon.get("/admin/")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "page", ["totp/activate", "codes/new", "passkeys/add", "passkeys/1/edit", "passkeys/1/remove"]
)
def test_every_page_that_changes_how_one_logs_in_asks_for_the_password_first(robin, page):
    for response in (robin.get(f"/u/mfa/{page}/"), robin.post(f"/u/mfa/{page}/")):
        assert response["Location"].startswith("/u/reauthenticate/")
