"""An e-mail address, by which a password can be reset, is changed by no script that acts with a session."""

import time

import pytest

from tests.directory.conftest import person_at

pytestmark = pytest.mark.django_db

USERS, SERVER = "https://users.usher.example/", "usher-bff"


@pytest.fixture
def patch_robin(people, speaking_for, conf):
    """Return a function that changes Robin as Batman, whose login is so many seconds old; None: nobody's."""
    conf.STRATEGY, conf.CLIENT_ID = "backend_for_frontend", SERVER

    def change(age: int | None, client: str = SERVER, **body: str) -> int:
        auth_time = None if age is None else int(time.time()) - age
        claims = {"client_id": client, "azp": client, "auth_time": auth_time, "audience": USERS}
        batman = speaking_for(people["batman"], **claims)
        answer = batman.patch(person_at(people["robin"]), body, format="json")
        if answer.status_code == 401:
            assert answer.json()["max_age"] == 300
        return answer.status_code

    return change


def test_it_asks_for_a_login_of_a_moment_ago(patch_robin, people):
    for age in (None, 600):
        assert patch_robin(age, email="mine@evil.example") == 401
    before = people["robin"].email
    people["robin"].refresh_from_db()
    assert people["robin"].email == before
    assert patch_robin(60, email="boy@wonder.example") == 200


def test_whatever_else_is_changed_with_it_does_not(patch_robin, people):
    assert patch_robin(600, name="Dick Grayson", email=people["robin"].email) == 200


def test_neither_does_a_program_s_own_token_nor_another_strategy(patch_robin, conf):
    assert patch_robin(None, client="a-machine", email="one@wonder.example") == 200
    conf.STRATEGY = "per_api_tokens"
    assert patch_robin(600, email="two@wonder.example") == 200
