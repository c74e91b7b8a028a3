"""What /authorize refuses, and how it tells the client."""

import pytest
from oauth2_provider.models import Grant

from tests.identity.browser import REDIRECT_URI, Browser, answer

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": REDIRECT_URI + "?more=1"},
        {"redirect_uri": REDIRECT_URI + "/"},
        {"redirect_uri": REDIRECT_URI + "#there"},
        {"redirect_uri": REDIRECT_URI + "/../callback"},
        {"redirect_uri": REDIRECT_URI.upper()},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": "\x00"},
        {"client_id": "usher-spa\x00"},
    ],
)
def test_without_a_registered_address_the_browser_is_sent_nowhere(browser_of, changes):
    response = browser_of("robin").authorize(**changes)
    assert response.status_code == 400
    assert b"This did not work" in response.content


@pytest.mark.parametrize("response_type", ["token", "id_token", "id_token token", "code token", "", "none"])
def test_every_response_type_but_code_is_refused_with_words_about_pkce(browser_of, response_type):
    refused = answer(browser_of("robin").authorize(response_type=response_type))
    assert refused["error"] == "unsupported_response_type"
    assert "response_type=code with PKCE" in refused["error_description"]
    assert "code" not in refused
    assert refused["state"] == "a-state"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None},
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"code_challenge": ""},
    ],
)
def test_a_request_without_pkce_s256_is_refused(browser_of, changes):
    refused = answer(browser_of("robin").authorize(**changes))
    assert refused["error"] == "invalid_request"
    assert "S256" in refused["error_description"]


@pytest.mark.parametrize("name", ["audience", "resource"])
def test_an_unknown_audience_is_refused(browser_of, name):
    refused = answer(browser_of("robin").authorize(**{"audience": None, name: "https://evil.example/"}))
    assert refused["error"] == "invalid_target"
    assert refused["error_description"] == "No API here has this audience."


def test_what_is_wrong_with_a_request_is_told_before_anybody_has_to_log_in(browser):
    for changes in ({"audience": "https://evil.example/"}, {"scope": "nonsense"}, {"code_challenge": None}):
        assert "error" in answer(browser.authorize(**changes))


def test_two_audiences_at_once_are_refused(browser_of):
    refused = answer(browser_of("robin").authorize(resource="https://books.usher.example/"))
    assert refused["error"] == "invalid_target"


@pytest.mark.parametrize("scope", ["openid everything", "openid List:movies", "openid list:movie"])
def test_an_unknown_scope_is_refused(browser_of, scope):
    assert answer(browser_of("robin").authorize(scope=scope))["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"nonce": "n" * 256}, "invalid_request"),
        ({"nonce": "nul\0"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
    ],
)
def test_what_is_not_understood_is_refused(browser_of, changes, error):
    assert answer(browser_of("robin").authorize(**changes))["error"] == error


@pytest.mark.parametrize("name", ["response_type", "scope", "prompt", "max_age", "nonce", "code_challenge"])
def test_a_parameter_given_twice_is_refused(browser, name):
    query = browser.query(prompt="none", max_age="9")
    refused = answer(browser.get("/authorize", {**query, name: [query[name], query[name]]}))
    assert refused["error_description"] == f"{name} is given twice."


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state"])
def test_a_parameter_of_the_way_back_given_twice_leads_nowhere(browser, name):
    query = browser.query()
    response = browser.get("/authorize", {**query, name: [query[name], "https://evil.example/"]})
    assert response.status_code == 400


def test_silence_without_a_session_is_login_required(browser):
    refused = answer(browser.authorize(prompt="none"))
    assert refused["error"] == "login_required"
    assert refused["iss"] == "http://localhost:8000/"


def test_without_a_session_the_person_is_shown_the_login_page_and_comes_back(browser, people):
    to_login = browser.authorize()
    assert to_login["Location"].startswith("/u/login/?next=%2Fauthorize%3F")
    back = browser.post(to_login["Location"], {"login": "robin", "password": "gotham-demo"})
    assert back["Location"].startswith("/authorize?")
    assert "code" in answer(browser.get(back["Location"]))


def test_an_id_token_hint_of_somebody_else_is_refused(browser_of):
    batmans = browser_of("batman").tokens()["id_token"]
    robin = browser_of("robin")
    assert answer(robin.authorize(id_token_hint=batmans, prompt="none"))["error"] == "login_required"
    assert answer(robin.authorize(id_token_hint=batmans))["error"] == "login_required"
    robins = robin.tokens()["id_token"]
    assert "code" in answer(robin.authorize(id_token_hint=robins, prompt="none"))


def test_a_forged_or_borrowed_id_token_hint_is_refused(browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    forged = tokens["id_token"][:-8] + "AAAAAAAA"
    for hint in (forged, "garbage", tokens["access_token"]):
        assert answer(robin.authorize(id_token_hint=hint))["error"] == "invalid_request"
    assert (
        answer(
            robin.authorize(
                "usher-docs",
                id_token_hint=tokens["id_token"],
                redirect_uri="http://localhost:8000/api/docs/oauth2-redirect.html",
            )
        )["error"]
        == "invalid_request"
    )


class TestByPost:
    """OpenID Connect Core 3.1.2.1: the question may come as a form, also from another site."""

    @pytest.fixture
    def strict(self, people) -> Browser:
        strict = Browser(enforce_csrf_checks=True)
        strict.force_login(people["robin"])
        return strict

    def test_it_is_asked_again_by_get(self, strict):
        sent_on = strict.post("/authorize", strict.query())
        assert sent_on.status_code == 303
        assert "code" in answer(strict.get(sent_on["Location"]))

    def test_it_decides_and_writes_nothing(self, strict, django_assert_num_queries):
        strict.cookies.clear()
        with django_assert_num_queries(0):
            sent_on = strict.post("/authorize", {**strict.query(), "allow": "yes"})
        assert sent_on["Location"].startswith("/authorize?client_id=")
        assert not sent_on.cookies

    def test_what_stands_in_the_address_and_in_the_form_is_one_question(self, strict):
        query = strict.query()
        state = query.pop("state")
        sent_on = strict.post("/authorize", query, query_params={"state": state})
        assert answer(strict.get(sent_on["Location"]))["state"] == state
        sent_on = strict.post("/authorize", {**query, "state": state}, query_params={"state": "another"})
        assert strict.get(sent_on["Location"]).status_code == 400

    def test_one_of_more_characters_than_an_address_has_is_refused(self, strict):
        assert strict.post("/authorize", strict.query(state="x" * 7_000)).status_code == 303
        refused = strict.post("/authorize", strict.query(state="x" * 8_000))
        assert refused.status_code == 400
        assert b"in more than 8000 characters" in refused.content


@pytest.mark.parametrize("method", ["put", "delete", "patch", "head", "options"])
def test_only_get_and_post_are_answered(browser_of, method):
    robin = browser_of("robin")
    assert getattr(robin, method)("/authorize", query_params=robin.query()).status_code in (200, 405)
    assert not Grant.objects.exists()


def test_parameters_of_no_concern_are_ignored(browser_of):
    more = {
        "ui_locales": "de en",
        "display": "popup",
        "screen_hint": "signup",
        "login_hint": "robin",
        "acr_values": "1",
    }
    assert "code" in answer(browser_of("robin").authorize(claims='{"id_token": {}}', **more))
