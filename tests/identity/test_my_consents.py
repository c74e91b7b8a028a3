"""People see what they allowed the applications of others, and take it back; nobody else does."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from identity.clients.registration import Registration, register
from identity.models import Consent
from tests.identity.browser import Browser, answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]

API = "https://api.usher.example/"
BACK = "https://partner.example/cb"
SCOPE = "openid profile offline_access list:books edit:books"


@pytest.fixture
def robin(browser_of) -> Browser:
    for client_id in ("partner", "other"):
        register(
            Registration(client_id.title(), client_id, [BACK], audiences=[API], public=True, third_party=True)
        )
    return browser_of("robin")


def code(browser: Browser, client_id: str = "partner") -> str:
    """Answer the consent page with two scopes ticked; return the code."""
    query = browser.query(client_id, redirect_uri=BACK, scope=SCOPE)
    ticked = {"scope": ["offline_access", "list:books"], "allow": "yes"}
    return answer(browser.post("/u/consent/", ticked, query_params=query))["code"]


def agree(browser: Browser, client_id: str = "partner") -> dict[str, str]:
    return browser.redeem(code(browser, client_id), client_id, redirect_uri=BACK).json()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def own(browser: Browser) -> dict[str, str]:
    """Return the header of the site's own SPA in this browser."""
    return bearer(browser.tokens()["access_token"])


def printed(*arguments: str) -> dict[str, str]:
    out = io.StringIO()
    call_command("token", *arguments, stdout=out)
    return bearer(out.getvalue().strip())


def all_refused(headers: dict[str, str], status: int, says: str) -> bool:
    answers = [
        Browser().get("/me/consents", headers=headers),
        Browser().delete("/me/consents/partner", headers=headers),
    ]
    return all(_is_refusal(response, status, says) for response in answers)


def _is_refusal(response: HttpResponse, status: int, says: str) -> bool:
    problem = response["Content-Type"] == "application/problem+json"
    return problem and response.status_code == status and says in response.json()["detail"]


class TestWhoMayNot:
    @pytest.fixture(autouse=True)
    def given(self, robin) -> None:
        agree(robin)

    def test_nobody_without_a_token(self):
        assert all_refused({}, 401, "Log in")

    def test_no_application_that_was_given_something(self, robin):
        assert all_refused(bearer(agree(robin)["access_token"]), 403, "Only Usher itself")
        assert Consent.objects.exists()

    def test_no_other_client_of_our_own(self, robin):
        back = "http://localhost:8000/api/docs/oauth2-redirect.html"
        asked = robin.code("usher-docs", redirect_uri=back)
        tokens = robin.redeem(asked, "usher-docs", redirect_uri=back).json()
        assert all_refused(bearer(tokens["access_token"]), 403, "Only Usher itself")

    def test_no_machine(self):
        _, secret = register(Registration("Robot", "robot", audiences=[API], grants=["list:books"]))
        body = {"grant_type": "client_credentials", "client_id": "robot", "client_secret": secret}
        token = Browser().post("/oauth/token", {**body, "audience": API}).json()["access_token"]
        assert all_refused(bearer(token), 403, "Only Usher itself")

    @pytest.mark.parametrize("audience", ["https://movies.usher.example/", "https://books.usher.example/"])
    def test_no_token_of_a_single_api(self, robin, audience):
        assert all_refused(bearer(robin.tokens(audience=audience)["access_token"]), 403, "single API")
        assert all_refused(printed("robin", "--audience", audience), 403, "single API")

    def test_nobody_deactivated_or_deleted_meanwhile(self, robin, people):
        headers = own(robin)
        User.objects.filter(username="robin").update(is_active=False)
        assert all_refused(headers, 401, "deactivated")
        people["robin"].delete()
        assert all_refused(headers, 401, "deactivated")

    def test_nobody_for_somebody_else(self, robin, browser_of):
        batman = own(browser_of("batman"))
        assert Browser().get("/me/consents", headers=batman).json() == {"results": []}
        assert Browser().delete("/me/consents/partner", headers=batman).status_code == 404
        assert Consent.objects.count() == 1

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
    def test_nobody_by_another_method(self, robin, method):
        for path in ("/me/consents", "/me/consents/partner"):
            assert Browser().generic(method, path, headers=own(robin)).status_code == 405


class TestTheList:
    def test_it_says_what_was_allowed_and_what_was_left_out(self, robin):
        agree(robin)
        for headers in (own(robin), printed("robin")):
            (consent,) = Browser().get("/me/consents", headers=headers).json()["results"]
            updated = consent.pop("updated")
            assert consent == {
                "client_id": "partner",
                "name": "Partner",
                "allowed": ["list:books", "offline_access", "openid"],
                "refused": ["profile"],
            }
            assert updated.endswith("Z")

    def test_it_is_empty_where_nothing_was_asked(self, robin):
        assert Browser().get("/me/consents", headers=own(robin)).json() == {"results": []}

    def test_it_is_in_the_order_of_names(self, robin):
        agree(robin, "partner")
        agree(robin, "other")
        listed = Browser().get("/me/consents", headers=own(robin)).json()["results"]
        assert [consent["name"] for consent in listed] == ["Other", "Partner"]


class TestWithdrawing:
    def withdraw(self, robin: Browser, client_id: str = "partner") -> HttpResponse:
        return Browser().delete(f"/me/consents/{client_id}", headers=own(robin))

    @pytest.mark.parametrize("client_id", ["partner", "nobody", "usher-spa", "%00", "a/b", "usher%7C1"])
    def test_there_is_nothing_to_withdraw_where_nothing_was_given(self, robin, client_id):
        assert self.withdraw(robin, client_id).status_code == 404

    def test_it_ends_codes_refresh_tokens_and_what_userinfo_takes(self, robin):
        tokens = agree(robin)
        unused = code(robin)
        response = self.withdraw(robin)
        assert response.status_code == 204
        assert response.content == b""
        assert robin.refresh(tokens["refresh_token"], "partner").json()["error"] == "invalid_grant"
        assert robin.redeem(unused, "partner", redirect_uri=BACK).json()["error"] == "invalid_grant"
        assert robin.userinfo(tokens["access_token"]).status_code == 401
        assert self.withdraw(robin).status_code == 404

    def test_the_person_is_asked_anew(self, robin):
        agree(robin)
        query = {"redirect_uri": BACK, "scope": SCOPE, "prompt": "none"}
        assert "code" in answer(robin.authorize("partner", **query))
        self.withdraw(robin)
        assert answer(robin.authorize("partner", **query))["error"] == "consent_required"

    def test_it_leaves_other_applications_and_other_people_alone(self, robin, browser_of):
        other, batman = agree(robin, "other"), browser_of("batman")
        his = agree(batman)
        agree(robin)
        mine = robin.tokens()
        self.withdraw(robin)
        assert robin.refresh(other["refresh_token"], "other").status_code == 200
        assert batman.refresh(his["refresh_token"], "partner").status_code == 200
        assert robin.refresh(mine["refresh_token"]).status_code == 200
        assert Consent.objects.count() == 2

    @pytest.mark.parametrize(("source", "status"), [("token", 200), ("hybrid", 403), ("live", 403)])
    def test_a_token_the_application_has_opens_nothing_where_the_directory_is_asked(
        self, robin, conf, source, status
    ):
        conf.PERMISSION_SOURCE = source
        token = agree(robin)["access_token"]
        self.withdraw(robin)
        assert claims_of(token)["permissions"] == ["list:books"]
        assert Browser().get("/api/books/", headers=bearer(token)).status_code == status
        ours = {"application__client_id": "partner"}
        assert not RefreshToken.objects.filter(revoked=None, **ours).exists()
        assert not AccessToken.objects.filter(**ours).exists()
        assert not Grant.objects.filter(**ours).exists()
