"""The tokens that the server holds: one for each API, asked for once however many need it, and kept safe."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import Entry
from bff import open_tokens, renewal, tokens
from bff.exceptions import SessionEnded, TokensUnavailable
from bff.lease import Lease
from bff.models import Session
from bff.token_set import AccessToken, TokenSet, opened, seal
from gateway.exceptions import BadGateway
from permissions_api import deadline
from permissions_api.conf import conf as present_conf
from tests.bff import endpoint as endpoint_module
from tests.bff.endpoint import Endpoint, refuses
from tests.bff.signed import id_token
from tests.bff.stored import session_with
from tests.issuer import API, BOOKS, MOVIES, token_with

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("own_issuer", "two_resources", "tokens_at_the_server"),
]


@pytest.fixture
def endpoint(settings, monkeypatch) -> Endpoint:
    endpoint = Endpoint()
    monkeypatch.setattr(endpoint_module, "present", endpoint)
    settings.BFF_TOKEN_ENDPOINT = "tests.bff.endpoint.token_endpoint"
    settings.BFF_REVOCATION_ENDPOINT = "tests.bff.endpoint.revocation_endpoint"
    return endpoint


@pytest.fixture(autouse=True)
def another_process() -> Callable[[], None]:
    """Return what makes this process know nothing, as another one does."""

    def begin_anew() -> None:
        open_tokens._open.clear()
        renewal._failures.clear()

    begin_anew()
    return begin_anew


def held_since(seconds: float, lifetime: float = 600, *audiences: str) -> TokenSet:
    """Return tokens that were got so long ago, by default one for API alone."""
    asked_at = time.time() - seconds
    access = {
        audience: AccessToken(token_with("read:movies", audience=audience), lifetime, asked_at)
        for audience in audiences or (API,)
    }
    claims = {"iss": present_conf.ISSUER, "sub": "usher|1", "name": "Robin", "sid": "s", "at_hash": "x"}
    return TokenSet("the-refresh-token", claims, access)


@pytest.fixture
def session(endpoint) -> Session:
    return session_with(held_since(100))


def stored(session: Session) -> TokenSet:
    found = opened(Session.objects.get(pk=session.pk).tokens)
    assert found is not None
    return found


def lasts(session: Session) -> bool:
    return Session.objects.filter(pk=session.pk).exists()


# --- Asking ---------------------------------------------------------------------------


def test_a_token_is_asked_for_by_refresh_and_kept_for_every_process(session, endpoint, another_process):
    token = tokens.token_for(session, MOVIES)
    (form,) = endpoint.asked
    assert (form["grant_type"], form["refresh_token"]) == ("refresh_token", "the-refresh-token")
    assert (form["client_id"], form["audience"]) == ("usher-bff", MOVIES)
    assert form["scope"].startswith("openid profile email offline_access list:movies")
    assert "books" not in form["scope"]
    another_process()
    assert tokens.token_for(Session.objects.get(pk=session.pk), MOVIES) == token
    assert len(endpoint.asked) == 1


def test_a_token_that_is_known_costs_no_statement(session, endpoint, django_assert_num_queries):
    token = tokens.token_for(session, API)
    with django_assert_num_queries(0):
        assert tokens.token_for(session, API) == token
    assert endpoint.asked == []


def test_a_session_that_was_read_before_the_tokens_changed_has_the_new_ones(session, endpoint):
    old = Session.objects.defer("tokens").get(pk=session.pk)
    token = tokens.token_for(session, MOVIES)
    assert tokens.token_for(old, MOVIES) == token
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize(("age", "asked"), [(2, 0), (3.8, 1), (5, 1)])
def test_tokens_of_five_seconds_are_renewed_in_time(endpoint, age, asked):
    session = session_with(held_since(age, 5))
    endpoint.lifetime = 5
    tokens.token_for(session, API)
    assert len(endpoint.asked) == asked


def test_one_that_is_over_when_it_comes_is_used_once_and_not_asked_for_at_every_turn(
    session, endpoint, monkeypatch
):
    monkeypatch.setattr(renewal, "WAIT_SECONDS", 0.3)
    endpoint.lifetime = 0
    assert tokens.token_for(session, MOVIES)
    with pytest.raises(TokensUnavailable):
        tokens.token_for(session, MOVIES)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("flavour", ["auth0", "generic"])
def test_the_api_is_named_as_this_kind_of_issuer_is_asked(session, endpoint, conf, flavour):
    conf.FLAVOUR = flavour
    tokens.token_for(session, MOVIES)
    (form,) = endpoint.asked
    parameter = {"auth0": "audience", "generic": "resource"}[flavour]
    assert {name: form[name] for name in ("audience", "resource") if name in form} == {parameter: MOVIES}
    assert ("scope" in form) is (flavour == "auth0")


def test_where_no_audience_can_be_named_the_access_token_is_exchanged(session, endpoint, conf):
    conf.FLAVOUR = "keycloak"
    tokens.token_for(session, MOVIES)
    refresh, exchange = endpoint.asked
    assert refresh.keys() & {"audience", "resource", "scope"} == set()
    assert exchange["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange"
    assert (exchange["subject_token"], exchange["audience"]) == (stored(session).access[API].token, MOVIES)
    tokens.token_for(session, BOOKS)  # while that token is new
    assert [form["grant_type"] for form in endpoint.asked[2:]] == [exchange["grant_type"]]


def test_a_refused_exchange_is_a_matter_of_settings_and_a_refused_refresh_the_end(session, endpoint, conf):
    conf.FLAVOUR = "keycloak"
    endpoint.answer = lambda form: (
        (400, {"error": "invalid_grant"}) if "subject_token" in form else endpoint.issue(form)
    )
    with pytest.raises(BadGateway):
        tokens.token_for(session, MOVIES)
    assert lasts(session)
    Session.objects.filter(pk=session.pk).update(tokens=seal(held_since(100)), version=9)
    endpoint.answer = refuses("invalid_grant")
    with pytest.raises(SessionEnded):
        tokens.token_for(session, MOVIES)
    assert not lasts(session)


# --- Refused, or not answered -----------------------------------------------------------


@pytest.mark.parametrize("error", ["invalid_grant", "access_denied", "login_required"])
def test_a_refused_refresh_ends_the_session_in_the_words_for_an_expired_one(session, endpoint, error):
    endpoint.answer = refuses(error)
    with pytest.raises(SessionEnded) as raised:
        tokens.token_for(session, MOVIES)
    assert str(raised.value.detail) == SessionEnded.default_detail
    assert not lasts(session)
    assert Entry.objects.filter(action="session.ended").exists()


@pytest.mark.parametrize("answer", [refuses("x", 500), refuses("x", 429), lambda form: (400, {})])
@pytest.mark.parametrize("flavour", ["auth0", "keycloak"])
def test_while_the_issuer_does_not_answer_the_present_token_serves_and_the_session_stays(
    endpoint, another_process, answer, conf, flavour
):
    conf.FLAVOUR = flavour
    session = session_with(held_since(570, 600, MOVIES))
    endpoint.answer = answer
    assert tokens.token_for(session, MOVIES) == stored(session).access[MOVIES].token
    with pytest.raises(TokensUnavailable):
        tokens.token_for(session, BOOKS)
    asked = len(endpoint.asked)
    with pytest.raises(TokensUnavailable):
        tokens.token_for(session, BOOKS)  # not again so soon
    assert len(endpoint.asked) == asked
    another_process()
    endpoint.answer = endpoint.issue
    assert tokens.token_for(session, BOOKS)


@pytest.mark.parametrize(
    "error", ["invalid_client", "invalid_target", "invalid_scope", "unauthorized_client"]
)
def test_settings_that_do_not_fit_end_nobody_s_session(session, endpoint, error, caplog):
    endpoint.answer = refuses(error)
    with pytest.raises(BadGateway):
        tokens.token_for(session, MOVIES)
    assert lasts(session)
    assert "BFF_CLIENT_ID" in caplog.text


@pytest.mark.parametrize(
    "more",
    [
        {"access_token": token_with(audience=BOOKS)},
        {"access_token": "opaque"},
        {"access_token": None},
        {"token_type": "DPoP"},
        {"expires_in": None},
    ],
)
def test_what_is_no_token_for_the_api_is_not_used_but_a_new_refresh_token_is_kept(
    session, endpoint, more, another_process
):
    endpoint.more, endpoint.rotates = more, True
    with pytest.raises(BadGateway):
        tokens.token_for(session, MOVIES)
    assert MOVIES not in stored(session).access
    assert stored(session).refresh == "refresh-1"


def test_a_refresh_token_that_rotates_is_used_once_and_its_successor_next(session, endpoint):
    endpoint.rotates = True
    for audience in (API, MOVIES, BOOKS):
        tokens.token_for(session, audience)
    assert [form["refresh_token"] for form in endpoint.asked] == ["the-refresh-token", "refresh-1"]
    assert stored(session).refresh == "refresh-2"


def test_an_id_token_that_comes_with_it_is_of_the_same_person(session, endpoint):
    endpoint.more = {"id_token": id_token(nonce=None, name="Robin Hood")}
    tokens.token_for(session, MOVIES)
    assert tokens.id_claims(session)["name"] == "Robin Hood"
    endpoint.more = {"id_token": id_token(nonce=None, sub="usher|2")}
    with pytest.raises(SessionEnded):
        tokens.token_for(session, BOOKS)
    assert not lasts(session)


# --- Kept safe --------------------------------------------------------------------------


def test_what_is_stored_shows_nothing_and_opens_with_the_key_of_today_or_a_former_one(
    session, settings, another_process, endpoint
):
    row = Session.objects.get(pk=session.pk)
    for secret in ("the-refresh-token", "usher|1", stored(session).access[API].token[-40:]):
        assert secret not in row.tokens
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-and-random-enough-0123456789"
    assert tokens.token_for(row, API) == stored(session).access[API].token


def test_a_session_whose_tokens_nobody_can_decrypt_ends(session, settings, endpoint):
    settings.SECRET_KEY = "another-key-that-is-long-and-random-enough-0123456789"
    with pytest.raises(SessionEnded):
        tokens.token_for(session, API)
    assert not lasts(session)
    assert endpoint.asked == []


def test_no_more_sessions_are_kept_open_than_a_process_can_bear(endpoint, monkeypatch):
    monkeypatch.setattr(open_tokens, "MOST", 2)
    sessions = [session_with(held_since(100)) for _ in range(3)]
    for session in sessions:
        tokens.token_for(session, API)
    assert list(open_tokens._open) == [session.handle for session in sessions[1:]]


def test_the_page_is_told_what_the_tokens_say_and_no_more(session, endpoint):
    tokens.token_for(session, MOVIES)
    said = dict(tokens.held(session))
    assert said[MOVIES]["permissions"] == ["list:movies"]
    assert (said[API]["aud"], said[MOVIES]["aud"]) == (API, MOVIES)
    assert "jti" not in said[MOVIES]
    assert tokens.id_claims(session) == {"iss": present_conf.ISSUER, "sub": "usher|1", "name": "Robin"}


def test_a_logout_revokes_the_refresh_token_even_when_the_row_is_gone(session, endpoint, another_process):
    whole = Session.objects.get(pk=session.pk)
    session.delete()
    another_process()
    tokens.revoke(whole)
    assert endpoint.revoked == ["the-refresh-token"]


# --- Grants, and tokens that an API refuses ---------------------------------------------


def test_renewing_gets_the_login_s_token_anew_and_the_apis_when_they_are_needed(endpoint):
    session = session_with(held_since(100, 600, API, MOVIES, BOOKS))
    before = stored(session)
    tokens.renew(session)
    assert endpoint.audiences == [API]
    assert stored(session).access.keys() == {API}
    assert tokens.token_for(session, API) != before.access[API].token
    tokens.token_for(session, MOVIES)
    assert endpoint.audiences == [API, MOVIES]


def test_renewing_brings_what_was_granted_just_now_and_costs_once_a_second(session, endpoint, monkeypatch):
    monkeypatch.setattr(renewal, "LEAST_AGE", 0.3)
    began = time.monotonic()
    for number in (1, 2):
        tokens.renew(session)
        assert len(endpoint.asked) == number
    assert time.monotonic() - began > 0.25


def test_a_token_that_an_api_refused_is_replaced_unless_it_has_only_just_come(session, endpoint):
    old = tokens.token_for(session, API)
    assert tokens.refused(session, API, old)
    new = tokens.token_for(session, API)
    assert new != old
    assert not tokens.refused(session, API, new)
    assert tokens.refused(session, API, old)  # There is another since.
    assert endpoint.audiences == [API]


# --- One at a time ----------------------------------------------------------------------


def test_who_waits_for_a_process_that_was_killed_goes_on_when_its_lease_is_over(session, endpoint):
    lease = Lease.take(session.pk, session.version)
    assert lease
    soon = timezone.now() + timedelta(seconds=0.3)
    Session.objects.filter(pk=session.pk).update(leased_until=soon)
    assert tokens.token_for(session, MOVIES)
    assert timezone.now() >= soon
    assert not lease.write(held_since(0))


def test_who_waits_for_too_long_is_told_to_come_again(session, endpoint, monkeypatch):
    monkeypatch.setattr(renewal, "WAIT_SECONDS", 0.2)
    assert Lease.take(session.pk, session.version)
    assert Lease.take(session.pk, session.version) is None
    with pytest.raises(TokensUnavailable) as raised:
        tokens.token_for(session, MOVIES)
    assert raised.value.wait >= 1
    assert endpoint.asked == []


def test_nobody_asks_who_would_hang_up_before_the_answer(session, endpoint, monkeypatch):
    monkeypatch.setattr(deadline, "REQUEST_SECONDS", 0.3)
    with deadline.request_deadline(), pytest.raises(TokensUnavailable):
        tokens.token_for(session, MOVIES)
    assert endpoint.asked == []


def test_who_waits_uses_the_present_token_while_that_is_good(endpoint):
    session = session_with(held_since(570))
    assert Lease.take(session.pk, session.version)
    assert tokens.token_for(session, API) == stored(session).access[API].token
    assert endpoint.asked == []


def test_a_session_that_ends_meanwhile_stays_ended_and_its_new_refresh_token_opens_nothing(session, endpoint):
    def logged_out_meanwhile(form):
        Session.objects.filter(pk=session.pk).delete()
        return endpoint.issue(form)

    endpoint.answer, endpoint.rotates = logged_out_meanwhile, True
    with pytest.raises(SessionEnded):
        tokens.token_for(session, MOVIES)
    assert endpoint.revoked == ["refresh-1"]
    assert not lasts(session)


@pytest.mark.parametrize("answer", ["refused", "given"])
def test_who_was_overtaken_takes_what_the_other_got(session, endpoint, answer):
    theirs = held_since(1, 600, API, MOVIES)

    def overtaken(form):
        Session.objects.filter(pk=session.pk).update(tokens=seal(theirs), version=7, leased_until=None)
        return (400, {"error": "invalid_grant"}) if answer == "refused" else endpoint.issue(form)

    endpoint.answer = overtaken
    assert tokens.token_for(session, MOVIES) == theirs.access[MOVIES].token
    assert len(endpoint.asked) == 1


def at_once(number: int, call: Callable[[int], Any]) -> list[Any]:
    """Return what comes of so many calls at the same moment, each in a thread of its own."""
    barrier, found = threading.Barrier(number), {}

    def run(index: int) -> None:
        barrier.wait()
        try:
            found[index] = call(index)
        except Exception as error:
            found[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[index] for index in range(number)]


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_sixteen_requests_cost_one_refresh_and_no_transaction_is_open(self, session, endpoint):
        endpoint.delay, endpoint.rotates = 0.3, True
        found = at_once(16, lambda _: tokens.token_for(Session.objects.get(pk=session.pk), MOVIES))
        assert found == [stored(session).access[MOVIES].token] * 16
        assert endpoint.audiences == [MOVIES]
        assert endpoint.in_transaction == [False]

    def test_several_audiences_take_turns_with_one_refresh_token_that_rotates(self, session, endpoint):
        endpoint.delay, endpoint.rotates = 0.1, True
        wanted = [API, MOVIES, BOOKS, MOVIES, BOOKS, MOVIES]
        Session.objects.filter(pk=session.pk).update(tokens=seal(replace(held_since(0), access={})))
        found = at_once(6, lambda n: tokens.token_for(Session.objects.get(pk=session.pk), wanted[n]))
        assert found == [stored(session).access[audience].token for audience in wanted]
        refreshed = [form["refresh_token"] for form in endpoint.asked]
        assert refreshed == ["the-refresh-token", "refresh-1", "refresh-2"]

    def test_of_many_who_renew_at_once_one_waits_and_the_others_are_told_to_come_again(
        self, session, endpoint
    ):
        sent_away = threading.Semaphore(0)

        def renew(_) -> None:
            try:
                tokens.renew(Session.objects.get(pk=session.pk))
            except TokensUnavailable:
                sent_away.release()

        def answer_the_last(form):
            assert all(sent_away.acquire(timeout=10) for _ in range(3))
            return endpoint.issue(form)

        endpoint.answer = answer_the_last
        assert at_once(4, renew) == [None] * 4
        assert len(endpoint.asked) == 1
        endpoint.answer = endpoint.issue
        tokens.renew(session)  # whose turn it is again

    def test_a_failure_is_told_to_all_at_once(self, session, endpoint):
        endpoint.delay, endpoint.answer = 0.2, refuses("x", 503)
        began = time.monotonic()
        found = at_once(8, lambda _: tokens.token_for(Session.objects.get(pk=session.pk), MOVIES))
        assert {type(error) for error in found} == {TokensUnavailable}
        assert (len(endpoint.asked), time.monotonic() - began < 2) == (1, True)
        assert lasts(session)
