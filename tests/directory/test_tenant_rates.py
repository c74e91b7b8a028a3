"""How often a tenant is asked, by whom first, and what its faults lead to."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from directory.backends.auth0 import Auth0Directory, answers, budget
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.exceptions import TenantUnavailable
from permissions_api.deadline import request_deadline
from permissions_api.resource import all_permissions
from tests.directory.tenant import send, slow, status

pytestmark = pytest.mark.django_db
ROBIN = "auth0|robin"


@pytest.fixture
def directory(tenant) -> Auth0Directory:
    return Auth0Directory()


@pytest.fixture
def robin(client_with, tenant, conf):
    """Robin's client, where each request asks the directory."""
    conf.PERMISSION_SOURCE = "hybrid"
    return client_with(*all_permissions(), sub=ROBIN)


def asked(tenant) -> int:
    return tenant.calls("GET users/auth0%7Crobin")


def test_an_answer_is_used_within_its_time_and_not_longer(directory, tenant, later):
    assert "list:books" in directory.find(ROBIN).held
    tenant.users[ROBIN]["blocked"] = True
    assert directory.find(ROBIN).active
    assert asked(tenant) == 2
    later(61)
    assert not directory.find(ROBIN).active


def test_an_answer_near_its_end_is_asked_for_anew_and_serves_on_where_that_fails(directory, tenant, later):
    directory.find(ROBIN)
    later(50)
    tenant.fault = status(500)
    assert directory.find(ROBIN).active
    assert asked(tenant) == 3
    later(11)
    with pytest.raises(TenantUnavailable):
        directory.find(ROBIN)


def test_a_clock_that_was_set_back_keeps_no_answer_longer(directory, tenant, later):
    directory.find(ROBIN)
    tenant.users[ROBIN]["blocked"] = True
    later(-3_600)
    assert not directory.find(ROBIN).active


def test_what_was_asked_before_a_change_is_not_kept_after_it(directory, tenant):
    reply = {"user": {"user_id": ROBIN, "name": "Robin"}, "permissions": []}

    def ask(_priority):
        answers.forget("person", ROBIN)
        return reply

    assert answers.answer("person", ROBIN, ask) == reply
    assert answers.kept("person", ROBIN) is None


def test_the_api_and_the_menu_are_answered_from_what_is_kept(robin, tenant):
    for _ in range(5):
        assert robin.get("/api/movies/").status_code == 200
        assert robin.get("/me/permissions").json()["roles"] == ["Employees"]
    assert asked(tenant) == 2


def test_who_is_blocked_at_the_tenant_is_refused_within_the_time(robin, tenant, later):
    assert robin.get("/api/movies/").status_code == 200
    tenant.users[ROBIN]["blocked"] = True
    later(61)
    assert robin.get("/api/movies/").status_code == 401


def test_where_the_token_alone_counts_nobody_waits_for_a_tenant_that_is_busy_or_down(
    robin, tenant, conf, settings
):
    conf.PERMISSION_SOURCE = "token"
    assert robin.get("/me/permissions").json()["name"] == "Robin"
    answers.forget("person", ROBIN)
    settings.DIRECTORY_BUDGET = 0.001
    for _ in range(Priority.WRITE):
        budget.take(Priority.WRITE)
    answer = robin.get("/me/permissions")
    assert (answer.status_code, answer.json()["name"]) == (200, None)
    assert robin.get("/api/movies/").status_code == 200
    assert robin.get("/me/access").status_code == 503


def test_a_token_is_asked_for_once_and_anew_before_it_ends(directory, tenant, pass_by):
    directory.find(ROBIN)
    directory.find("auth0|joker")
    assert tenant.tokens == 1
    pass_by(tenant.token_life * 0.95)
    directory.find("auth0|batman")
    assert tenant.tokens == 2


def test_a_token_that_is_refused_is_renewed_once(directory, tenant):
    directory.find("auth0|joker")
    tenant.valid = "another"
    assert directory.find(ROBIN).active
    assert tenant.tokens == 2
    tenant.fault = status(401)
    with pytest.raises(TenantUnavailable, match="does not take the token"):
        directory.find("auth0|batman")
    assert tenant.tokens == 3


def test_a_limit_that_is_met_is_waited_for(directory, tenant):
    """429 for everything until the moment that its header names."""
    directory.find("auth0|joker")
    reset = time.time() + 1
    tenant.fault = lambda tenant, request, call: (
        time.time() < reset and status(429, x_ratelimit_reset=str(int(reset) + 1))(tenant, request, call)
    )
    before = tenant.calls()
    assert directory.find(ROBIN).active
    assert time.time() >= reset
    assert tenant.calls() - before == 3


def test_a_limit_that_lasts_is_told_and_nobody_asks_before_its_end(directory, tenant, caplog):
    tenant.fault = status(429, x_ratelimit_reset=str(int(time.time()) + 40))
    for _ in range(3):
        with pytest.raises(TenantUnavailable) as refused:
            directory.find(ROBIN)
    assert 35 < refused.value.wait <= 42
    assert tenant.calls() == 1
    assert len([line for line in caplog.messages if "429" in line]) == 1


def test_a_reset_in_another_century_shuts_nothing_for_long(directory, tenant):
    tenant.fault = status(429, x_ratelimit_reset="99999999999")
    with pytest.raises(TenantUnavailable) as refused:
        directory.find(ROBIN)
    assert refused.value.wait <= 61


FAULTS = {
    "500": (status(500), "answered 500"),
    "502 as HTML": (status(502, b"<html>"), "answered 502"),
    "no JSON": (status(200, b"{"), "no JSON"),
    "403": (
        status(
            403,
            {"message": "Insufficient scope, expected any of: read:users", "errorCode": "insufficient_scope"},
        ),
        "lacks read:users",
    ),
    "403 without a word": (status(403, b""), "lacks read:users"),
    "a redirect": (status(302, Location="http://127.0.0.1:1/"), "answered 302"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_503_asked_about_once_a_cooldown_told_once_and_over_without_a_restart(
    robin, tenant, name, caplog, later
):
    tenant.fault, words = FAULTS[name]
    for _ in range(5):
        answer = robin.get("/api/movies/")
        assert (answer.status_code, int(answer["Retry-After"]) >= 1) == (503, True)
    assert words in answer.json()["detail"]
    assert "secret" not in answer.content.decode()
    assert tenant.calls() == 1
    later(6)
    assert robin.get("/api/movies/").status_code == 503
    assert robin.get("/api/movies/").status_code == 503
    assert tenant.calls() == 2
    told = [line for line in caplog.messages if "cannot be asked" in line]
    assert (len(told), words in told[0], "secret" in caplog.text) == (1, True, False)
    tenant.fault = None
    later(6)
    assert robin.get("/api/movies/").status_code == 200


def test_a_tenant_that_is_down_is_503_and_comes_back(robin, tenant, later):
    tenant.stop()
    assert robin.get("/api/movies/").status_code == 503
    tenant.start()
    later(6)
    assert robin.get("/api/movies/").status_code == 200


def test_a_client_that_gets_no_token_is_named_and_no_secret(robin, tenant):
    def refuse(_tenant, request, call):
        if call != "POST token":
            return False
        send(request, {"error": "access_denied", "error_description": "a secret of the tenant"}, 401)
        return True

    tenant.fault = refuse
    answer = robin.get("/api/movies/")
    assert (answer.status_code, "AUTH0_MANAGEMENT_CLIENT_ID" in answer.json()["detail"]) == (503, True)
    assert "a secret" not in answer.content.decode()
    assert tenant.tokens == 1


def test_a_slow_tenant_holds_nobody_longer_than_a_request_may_last(robin, tenant, monkeypatch):
    monkeypatch.setattr("permissions_api.deadline.REQUEST_SECONDS", 1.6)
    tenant.fault = slow(4)
    began = time.monotonic()
    assert robin.get("/api/movies/").status_code == 503
    assert time.monotonic() - began < 2.2


def test_nothing_kept_stands_in_for_what_is_too_old(robin, tenant, later):
    assert robin.get("/api/movies/").status_code == 200
    tenant.fault = status(500)
    later(61)
    assert robin.get("/api/movies/").status_code == 503


def test_refreshes_leave_most_of_the_budget_to_people_and_these_a_part_to_writes(tenant, settings):
    settings.DIRECTORY_BUDGET = 0.01
    taken = {}
    with request_deadline():
        for priority in (Priority.SPARE, Priority.WAITING, Priority.WRITE):
            taken[priority] = 0
            while taken[priority] < 20:
                try:
                    budget.take(priority)
                except TenantUnavailable:
                    break
                taken[priority] += 1
    assert taken == {Priority.SPARE: 3, Priority.WAITING: 3, Priority.WRITE: 4}


def test_the_budget_is_what_it_says_a_second(tenant, settings):
    settings.DIRECTORY_BUDGET = 20
    began = time.monotonic()
    for _ in range(26):
        budget.take(Priority.WAITING)
    assert 0.8 < time.monotonic() - began < 1.9


@pytest.mark.django_db(transaction=True)
def test_all_who_ask_the_same_at_once_are_one_question(directory, tenant):
    tenant.fault = slow(0.2)

    def find(_number: int) -> bool:
        try:
            with request_deadline():
                return directory.find(ROBIN).active
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(find, range(8))) == [True] * 8
    assert (asked(tenant), tenant.tokens) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_processes_share_one_budget(tenant, settings):
    settings.DIRECTORY_BUDGET = 0.01
    taken = []

    def take(_number: int) -> None:
        try:
            budget.take(Priority.WAITING)
            taken.append(1)
        except TenantUnavailable:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(take, range(12)))
    assert len(taken) == Priority.WAITING


def test_who_waits_leaves_a_thread_to_others(tenant, settings, monkeypatch):
    monkeypatch.setattr(budget, "_waiting", threading.BoundedSemaphore(1))
    settings.DIRECTORY_BUDGET = 1
    first = threading.Thread(target=budget.pause, args=(1,))
    first.start()
    time.sleep(0.1)
    began = time.monotonic()
    with pytest.raises(TenantUnavailable):
        budget.pause(1)
    assert time.monotonic() - began < 0.5
    first.join()


def test_nobody_is_asked_about_by_half_where_the_budget_has_one_call_left(directory, tenant, settings):
    settings.DIRECTORY_BUDGET = 0.01
    for _ in range(Priority.SPARE - 1):
        budget.take(Priority.SPARE)
    with pytest.raises(TenantUnavailable):
        directory.find(ROBIN, spare=True)
    assert asked(tenant) == 0
    budget.take(Priority.SPARE)
