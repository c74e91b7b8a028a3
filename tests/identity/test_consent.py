"""Clients of somebody else: the person is asked, and may leave things out."""

import pytest
from django.contrib.auth.models import Group, User
from oauth2_provider.models import Application

from directory.grants import grant, withdraw
from identity.clients.registration import Registration, register
from identity.models import ClientAudience, Consent
from tests.identity.browser import Browser, answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

BOOKS = "https://books.usher.example/"
MOVIES = "https://movies.usher.example/"
BACK = "https://partner.example/cb"
ASKED = "openid profile offline_access list:books read:books edit:books"


@pytest.fixture
def partner(db) -> Application:
    client, _ = register(
        Registration("Partner", "partner", [BACK], audiences=[BOOKS], public=True, third_party=True)
    )
    return client


@pytest.fixture
def robin(browser_of, partner) -> Browser:
    return browser_of("robin")


def ask(browser: Browser, scope: str = ASKED, **changes: str | None):
    return browser.authorize(
        "partner", **{"redirect_uri": BACK, "audience": BOOKS, "scope": scope, **changes}
    )


def agree(browser: Browser, *ticked: str, scope: str = ASKED) -> dict:
    """Answer the consent page with these scopes ticked; return what the client's code is good for."""
    query = browser.query("partner", redirect_uri=BACK, audience=BOOKS, scope=scope)
    response = browser.post("/u/consent/", {"scope": ticked, "allow": "yes"}, query_params=query)
    return browser.redeem(answer(response)["code"], "partner", redirect_uri=BACK).json()


def test_the_page_says_in_words_what_is_asked_and_what_is_not_to_be_had(robin):
    page = ask(robin).content.decode()
    assert "Partner wants to act for you" in page
    assert "see the list of books" in page
    assert 'value="read:books" checked' in page
    assert 'value="edit:books"' not in page
    assert "you do not hold, and does not get" in page
    assert "Afterwards you are sent to partner.example." in page


def test_where_one_refresh_token_serves_several_apis_the_page_names_the_scopes_of_all(robin, conf):
    ClientAudience.objects.create(application=Application.objects.get(client_id="partner"), audience=MOVIES)
    scope = f"{ASKED} list:movies"
    assert 'value="list:movies"' not in ask(robin, scope).content.decode()
    conf.STRATEGY = "multi_resource_refresh_token"
    assert 'value="list:movies"' in ask(robin, scope).content.decode()
    assert 'value="list:movies"' not in ask(robin, scope.replace("offline_access ", "")).content.decode()


def test_what_was_not_held_when_they_agreed_is_asked_about_once_it_is(robin):
    agree(robin, *ASKED.split())
    assert ask(robin).status_code == 302
    grant(User.objects.get(username="robin"), "edit:books")
    assert 'value="edit:books" checked' in ask(robin).content.decode()
    agree(robin, "list:books")
    assert ask(robin).status_code == 302


def test_nothing_is_handed_over_before_the_person_agrees(robin):
    assert ask(robin).status_code == 200
    refused = answer(ask(robin, prompt="none"))
    assert refused["error"] == "consent_required"


def test_who_refuses_is_taken_back_with_an_error(robin):
    query = robin.query("partner", redirect_uri=BACK, audience=BOOKS, scope=ASKED)
    refused = answer(robin.post("/u/consent/", {"refuse": "yes"}, query_params=query))
    assert refused["error"] == "access_denied"
    assert not Consent.objects.exists()


def test_the_page_asks_at_an_address_of_its_own_with_the_whole_question(robin):
    page = ask(robin)
    assert b'action="/u/consent/?client_id=partner&amp;' in page.content
    assert page["X-Frame-Options"] == "DENY"
    assert "no-store" in page["Cache-Control"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_who_comes_to_the_answer_s_address_by_get_or_is_logged_out_there_is_asked_again(robin):
    query = robin.query("partner", redirect_uri=BACK, audience=BOOKS, scope=ASKED)
    back = robin.get("/u/consent/", query)["Location"]
    assert back.startswith("/authorize?client_id=partner&")
    assert b"wants to act for you" in robin.get(back).content
    robin.logout()
    answered = robin.post("/u/consent/", {"scope": ["openid"], "allow": "yes"}, query_params=query)
    assert answered["Location"].startswith("/u/login/?next=%2Fauthorize%3Fclient_id%3Dpartner%26")
    assert not Consent.objects.exists()


def test_agreeing_needs_the_csrf_token(robin, people):
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(people["robin"])
    query = strict.query("partner", redirect_uri=BACK, audience=BOOKS, scope=ASKED)
    assert strict.post("/u/consent/", {"allow": "yes"}, query_params=query).status_code == 403


def test_the_token_carries_what_is_held_and_consented(robin):
    tokens = agree(robin, "profile", "list:books", "offline_access")
    claims = claims_of(tokens["access_token"])
    assert claims["permissions"] == ["list:books"]
    assert claims["scope"] == "openid profile offline_access list:books"


def test_what_was_not_asked_or_not_held_is_not_to_be_had_by_ticking_it(robin):
    tokens = agree(robin, "list:books", "edit:books", "delete:books", "list:movies")
    assert claims_of(tokens["access_token"])["permissions"] == ["list:books"]
    assert "list:movies" not in Consent.objects.get().allowed
    assert "refresh_token" not in tokens


def test_a_refresh_never_adds_back_what_consent_left_out(robin, people):
    tokens = agree(robin, "list:books", "offline_access")
    grant(people["robin"], "Managers")
    tokens = robin.refresh(tokens["refresh_token"], "partner").json()
    assert claims_of(tokens["access_token"])["permissions"] == ["list:books"]
    assert (
        robin.refresh(tokens["refresh_token"], "partner", scope="read:books").json()["error"]
        == "invalid_scope"
    )


def test_what_is_withdrawn_from_the_person_is_withdrawn_from_the_client(robin, people):
    tokens = agree(robin, "list:books", "read:books", "offline_access")
    withdraw(people["robin"], "Employees")
    tokens = robin.refresh(tokens["refresh_token"], "partner").json()
    assert claims_of(tokens["access_token"])["permissions"] == []


def test_a_withdrawn_consent_leaves_the_next_token_empty(robin):
    tokens = agree(robin, "list:books", "offline_access")
    Consent.objects.all().delete()
    tokens = robin.refresh(tokens["refresh_token"], "partner").json()
    assert claims_of(tokens["access_token"])["permissions"] == []


def test_a_foreign_client_learns_no_roles_and_only_the_permissions_it_was_given(robin):
    claims = claims_of(agree(robin, "list:books")["id_token"])
    assert "https://usher.example/roles" not in claims
    assert claims["https://usher.example/permissions"] == ["list:books"]
    assert "name" not in claims


def told(browser: Browser, tokens: dict, path: str) -> dict:
    response = browser.get(path, headers={"authorization": f"Bearer {tokens['access_token']}"})
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.parametrize("source", ["token", "live", "hybrid"])
def test_at_me_a_foreign_client_learns_what_was_consented_alone(robin, conf, source):
    conf.PERMISSION_SOURCE = source
    tokens = agree(robin, "list:books")
    mine = told(robin, tokens, "/me/permissions")
    assert (mine["name"], mine["roles"], mine["permissions"]) == (None, None, ["list:books"])
    assert [item["granted"] for item in mine["resources"] if item["granted"]] == [["list"]]
    assert told(robin, tokens, "/me/access") == {
        "permissions": [
            {
                "name": "list:books",
                "resource": "books",
                "action": "list",
                "held": True,
                "roles": None,
                "direct": None,
                "held_by_roles": None,
            }
        ],
        "ask": None,
    }


@pytest.mark.parametrize("source", ["token", "live", "hybrid"])
def test_the_scope_profile_lets_a_foreign_client_know_the_name_and_no_roles(robin, conf, source):
    conf.PERMISSION_SOURCE = source
    mine = told(robin, agree(robin, "profile", "list:books"), "/me/permissions")
    assert (mine["name"], mine["roles"]) == ("Robin", None)


def test_roles_do_not_show_through_the_version_that_a_foreign_client_sees(robin, people):
    tokens = agree(robin, "list:books")
    before = told(robin, tokens, "/me/permissions")["version"]
    people["robin"].groups.add(Group.objects.get(name="Managers"))
    assert told(robin, tokens, "/me/permissions")["version"] == before


@pytest.mark.parametrize("source", ["token", "live", "hybrid"])
def test_the_site_s_own_client_learns_name_roles_and_origins(robin, conf, source):
    conf.PERMISSION_SOURCE = source
    tokens = robin.tokens()
    mine = told(robin, tokens, "/me/permissions")
    assert (mine["name"], mine["roles"]) == ("Robin", ["Employees"])
    access = told(robin, tokens, "/me/access")
    assert {row["name"]: row["roles"] for row in access["permissions"]}["list:books"] == ["Employees"]
    assert access["ask"]["names"]


def test_an_answer_once_given_is_kept_until_more_is_asked(robin):
    agree(robin, "list:books")
    code = answer(ask(robin, prompt="none"))["code"]
    again = robin.redeem(code, "partner", redirect_uri=BACK).json()
    assert claims_of(again["access_token"])["permissions"] == ["list:books"]
    assert b"wants to act for you" in ask(robin, ASKED + " email").content
    assert b"wants to act for you" in ask(robin, prompt="consent").content


@pytest.mark.parametrize("audience", ["https://movies.usher.example/", "https://api.usher.example/"])
def test_an_audience_the_client_was_not_made_for_is_refused(robin, audience):
    assert answer(ask(robin, audience=audience))["error"] == "invalid_target"


def test_the_form_cannot_change_what_the_client_asked(robin):
    query = robin.query("partner", redirect_uri=BACK, audience=BOOKS, scope=ASKED)
    changes = {
        "allow": "yes",
        "redirect_uri": "http://localhost:8000/callback",
        "client_id": "usher-spa",
        "state": "x",
    }
    response = robin.post("/u/consent/", changes, query_params=query)
    assert response["Location"].startswith(BACK + "?code=")
    assert answer(response)["state"] == "a-state"


def test_our_own_clients_ask_nothing(browser_of):
    assert "code" in answer(browser_of("robin").authorize(scope="openid list:books"))


def test_a_name_of_a_client_cannot_break_the_page(browser_of):
    register(Registration("<script>alert(1)</script>", "evil", [BACK], audiences=[BOOKS], third_party=True))
    page = browser_of("robin").authorize("evil", redirect_uri=BACK, audience=BOOKS).content
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert(1)" in page
