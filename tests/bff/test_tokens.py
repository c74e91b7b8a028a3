"""The tokens that the server holds: one for each API, asked for once, and of the very person."""

import pytest

from bff import tokens
from bff.models import Session
from tests.bff.logins import session_with, tokens_of
from tests.identity.browser import claims_of
from tests.issuer import API, BOOKS, MOVIES

pytestmark = [
    pytest.mark.identity,
    pytest.mark.django_db,
    pytest.mark.usefixtures("two_resources", "tokens_at_the_server"),
]


@pytest.fixture
def session(browser_of) -> Session:
    return session_with(tokens_of(browser_of("robin")))


def test_each_api_has_a_token_of_its_own_with_what_the_person_may_do_there(session):
    said = {audience: claims_of(tokens.token_for(session, audience)) for audience in (API, MOVIES, BOOKS)}
    assert [said[audience]["aud"] for audience in said] == [API, MOVIES, BOOKS]
    assert said[MOVIES]["permissions"] == ["list:movies", "read:movies"]
    assert said[BOOKS]["permissions"] == ["list:books", "read:books"]
    assert set(said[API]["permissions"]) == {*said[MOVIES]["permissions"], *said[BOOKS]["permissions"]}
    assert {claims["sub"] for claims in said.values()} == {session.subject}
