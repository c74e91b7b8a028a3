"""The site's own server refreshes by one token, for every API and as often as it likes; others do not."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from oauth2_provider.models import AccessToken, RefreshToken

from bff import issuer, tokens
from bff.exceptions import SessionEnded
from bff.models import Session
from bff.token_set import opened
from directory.grants import grant
from identity.clients.registration import Registration, register
from identity.token import rotation
from identity.token.in_process import revocation_endpoint, token_endpoint
from identity.token.validator import Validator
from tests.bff.logins import tokens_of
from tests.bff.stored import session_with
from tests.bff.test_tokens import at_once
from tests.identity.browser import Browser, claims_of
from tests.issuer import API, BOOKS, MOVIES

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]


@pytest.fixture(autouse=True)
def tokens_at_the_server(conf, settings) -> None:
    conf.STRATEGY, conf.CLIENT_ID = "backend_for_frontend", settings.BFF_CLIENT_ID


@pytest.fixture
def robin(browser_of) -> Browser:
    return browser_of("robin")


@pytest.fixture
def session(robin) -> Session:
    return session_with(tokens_of(robin))


@pytest.fixture
def refresh(session, settings):
    """Return what refreshes as the server does; a keyword changes the form."""
    held = opened(session.tokens)

    def ask(**changes):
        form = {
            "grant_type": "refresh_token",
            "refresh_token": held.refresh,
            "client_id": settings.BFF_CLIENT_ID,
            "client_secret": settings.BFF_CLIENT_SECRET,
            **changes,
        }
        return token_endpoint({name: value for name, value in form.items() if value is not None})

    return ask


def test_each_api_has_a_token_of_its_own_with_what_the_person_may_do_there(session):
    said = {audience: claims_of(tokens.token_for(session, audience)) for audience in (API, MOVIES, BOOKS)}
    assert [said[audience]["aud"] for audience in said] == [API, MOVIES, BOOKS]
    assert said[MOVIES]["permissions"] == ["list:movies", "read:movies"]
    assert said[BOOKS]["permissions"] == ["list:books", "read:books"]
    assert set(said[API]["permissions"]) == {*said[MOVIES]["permissions"], *said[BOOKS]["permissions"]}
    assert {claims["sub"] for claims in said.values()} == {session.subject}


def test_the_refresh_token_stays_the_same_and_leaves_no_rows_behind(refresh, session):
    before = AccessToken.objects.count(), RefreshToken.objects.count()
    for audience in (MOVIES, BOOKS, None, MOVIES):
        status, said = refresh(audience=audience)
        assert (status, claims_of(said["access_token"])["aud"]) == (200, audience or API)
        assert said["refresh_token"] == opened(session.tokens).refresh
    assert (AccessToken.objects.count(), RefreshToken.objects.count()) == before


def test_what_was_granted_and_withdrawn_shows_in_the_next_tokens(session, people):
    grant(people["robin"], "Managers")
    assert "edit:movies" not in claims_of(tokens.token_for(session, API))["permissions"]
    tokens.renew(session)
    for audience in (API, MOVIES):
        assert "edit:movies" in claims_of(tokens.token_for(session, audience))["permissions"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "x" * 64}, "invalid_client"),
        ({"client_secret": None}, "invalid_client"),
        ({"refresh_token": "x" * 40}, "invalid_grant"),
        ({"audience": "https://evil.example/"}, "invalid_target"),
        ({"scope": "openid nonsense"}, "invalid_scope"),
    ],
)
def test_without_the_secret_or_beyond_what_it_may_it_gets_nothing(refresh, changes, error):
    status, said = refresh(**changes)
    assert (status in (400, 401), said["error"]) == (True, error)
    assert refresh()[0] == 200  # and nobody else's mistake ends the session


def test_another_client_cannot_use_the_refresh_token(refresh):
    _, secret = register(Registration("P", "partner", ["https://partner.example/cb"], audiences=[API]))
    assert refresh(client_id="partner", client_secret=secret)[1]["error"] == "invalid_grant"


@pytest.mark.parametrize("end", ["revoked", "deactivated", "deleted"])
def test_when_the_login_ends_so_does_the_session(session, robin, people, end):
    held = opened(session.tokens)
    if end == "revoked":
        issuer.revoke(held.refresh)
    elif end == "deactivated":
        User.objects.filter(username="robin").update(is_active=False)  # past all signals
    else:
        RefreshToken.objects.all().delete()
    with pytest.raises(SessionEnded):
        tokens.token_for(session, MOVIES)
    assert not Session.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize(
    "revoke",
    [
        lambda token: RefreshToken.revoke_family(token.token_family),
        lambda token: RefreshToken.objects.filter(pk=token.pk).update(revoked=timezone.now()),
        lambda token: token.delete(),
    ],
)
def test_a_revocation_in_the_middle_of_a_refresh_counts(refresh, session, monkeypatch, revoke):
    original = Validator.get_original_scopes

    def revoked_meanwhile(self, *given):
        revoke(RefreshToken.objects.get())
        return original(self, *given)

    monkeypatch.setattr(Validator, "get_original_scopes", revoked_meanwhile)
    before = list(AccessToken.objects.values())
    assert refresh()[1]["error"] == "invalid_grant"
    assert [row for row in AccessToken.objects.values() if row not in before] == []


def test_revocation_asks_for_the_secret(session, settings):
    form = {"token": opened(session.tokens).refresh, "client_id": settings.BFF_CLIENT_ID}
    assert revocation_endpoint({**form, "client_secret": "x" * 64})[0] == 401
    assert RefreshToken.objects.filter(revoked=None).count() == 1
    assert revocation_endpoint({**form, "client_secret": settings.BFF_CLIENT_SECRET})[0] == 200
    assert RefreshToken.objects.filter(revoked=None).count() == 0


def test_those_of_others_rotate_and_stay_with_their_audience(robin, conf):
    """As they do under every strategy: the tests of refreshes say the rest."""
    back = "https://partner.example/cb"
    register(Registration("P", "partner", [back], audiences=[API, MOVIES], public=True))
    first = robin.redeem(robin.code("partner", redirect_uri=back), "partner", redirect_uri=back).json()
    second = robin.refresh(first["refresh_token"], "partner").json()
    assert second["refresh_token"] != first["refresh_token"]
    assert robin.refresh(second["refresh_token"], "partner", audience=MOVIES).status_code == 400
    assert robin.refresh(first["refresh_token"], "partner").status_code == 400
    assert robin.refresh(second["refresh_token"], "partner").status_code == 400


@pytest.mark.parametrize("kind", [{"public": True}, {"third_party": True}])
def test_neither_public_clients_nor_those_of_others_are_spared_rotation(db, kind):
    client, _ = register(
        Registration("P", "partner", ["https://partner.example/cb"], audiences=[API], **kind)
    )
    assert rotation.rotates(client)
    assert not rotation.serves_any_audience(client)


def test_under_another_strategy_the_server_s_would_rotate_too(refresh, conf):
    conf.STRATEGY = "single_audience"
    assert refresh()[0] == 200
    assert refresh()[1]["error"] == "invalid_grant"


@pytest.mark.django_db(transaction=True)
def test_several_at_the_same_moment_get_a_token_each(refresh):
    answers = at_once(6, lambda number: refresh(audience=[MOVIES, BOOKS, API][number % 3]))
    assert [claims_of(said["access_token"])["aud"] for _, said in answers] == [MOVIES, BOOKS, API] * 2
    assert RefreshToken.objects.filter(revoked=None).count() == 1
