"""What the database keeps of a session opens none, and a session that cannot be kept is no session ended."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from identity.accounts.sessions import SessionStore, hashed
from identity.models import BrowserSession

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

HOST = {"Host": "localhost:8000"}


def is_logged_in(session_key: str) -> bool:
    client = Client(headers=HOST)
    client.cookies["sessionid_8000"] = session_key
    return client.get("/u/password/change/").status_code == 200


def test_what_is_kept_of_a_session_key_opens_nothing(browser_of):
    key = browser_of("robin").cookies["sessionid_8000"].value
    (row,) = BrowserSession.objects.filter(user__username="robin")
    assert row.session_key == hashed(key)
    assert key not in str(BrowserSession.objects.values_list())
    assert not is_logged_in(row.session_key)
    assert is_logged_in(key)


def test_logging_out_deletes_the_session_and_its_key_opens_nothing_any_more(browser_of):
    robin = browser_of("robin")
    key = robin.cookies["sessionid_8000"].value
    robin.post("/u/logout/")
    assert not BrowserSession.objects.filter(session_key=hashed(key)).exists()
    assert not is_logged_in(key)


def test_every_cookie_carries_the_name_of_this_site_beside_others_on_its_host(browser):
    browser.get("/u/login/")
    browser.log_in("robin")
    browser.authorize(prompt="login")
    assert browser.cookies.keys() == {"csrftoken_8000", "sessionid_8000", "sessionid_8000_login_asked"}
    browser.post("/u/sign-out-everywhere/")
    assert "You are signed out everywhere." in browser.get("/u/login/").content.decode()
    assert {name for name in browser.cookies if "_8000" not in name} == set()


def test_the_store_finds_renews_and_deletes_by_the_key_itself(db):
    store = SessionStore()
    store["said"] = "hello"
    store.save()
    former = store.session_key
    assert SessionStore(former)["said"] == "hello"
    store.cycle_key()
    assert (store.exists(store.session_key), store.exists(former)) == (True, False)
    store.delete(store.session_key)
    assert not BrowserSession.objects.exists()


@pytest.mark.parametrize(("error", "status"), [(OperationalError("disk full"), 503), (None, 400)])
def test_a_session_that_cannot_be_saved_is_told_from_one_that_was_ended_meanwhile(browser_of, error, status):
    robin = browser_of("robin")
    robin.raise_request_exception = False

    def interfere(execute, sql, *question):
        if sql.startswith("UPDATE") and BrowserSession._meta.db_table in sql:
            if error:
                raise error
            BrowserSession.objects.all().delete()
        return execute(sql, *question)

    # The first authorization gives the browser a name, in the session.
    with connection.execute_wrapper(interfere):
        assert robin.authorize(prompt="none").status_code == status
