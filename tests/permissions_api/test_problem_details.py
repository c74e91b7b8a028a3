"""Refusals of every kind are problem details (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError, ProgrammingError
from rest_framework import exceptions

from permissions_api.exception_handler import exception_handler
from permissions_api.problem_details import problem
from tests.issuer import API, token_with


@pytest.fixture
def post(send):
    return lambda data, **extra: send(
        token_with("write:movies", audience=API), method="POST", data=data, **extra
    )


def assert_problem(answer: Any, status: int) -> Any:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert body["status"] == status
    assert body["title"] == HTTPStatus(status).phrase
    assert body["type"] == f"{settings.SITE_URL}/docs/problems/{body['code']}"
    assert body["detail"]
    return body


def test_json_is_read(post):
    assert post('{"title": "Heat"}').json()["data"] == {"title": "Heat"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('{"a": }', "The body is not valid JSON: Expecting value at line 1, column 7."),
        ('{"a": NaN}', "The body is not JSON that can be used here."),
        ("[" * 100_000, "The body is not JSON that can be used here."),
        (b'{"a": "\xff"}', "The body is not UTF-8."),
        ('{"a": ' + "9" * 5000 + "}", "The body is not JSON that can be used here."),
    ],
)
def test_a_malformed_body_is_400_and_says_where(post, body, sentence):
    assert assert_problem(post(body), 400)["detail"] == sentence


def test_a_body_above_one_megabyte_is_413(post):
    assert_problem(post(json.dumps("x" * 1_000_001)), 413)
    assert post(json.dumps("x" * 999_900)).status_code == 201


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_large_body_is_413_also_where_nobody_reads_it(send, method):
    token = token_with("read:movies", "delete:movies", audience=API)
    assert_problem(send(token, "/api/movies/1/", method, data="x" * 1_000_001), 413)


def test_another_media_type_is_415(send):
    token = token_with("write:movies", audience=API)
    answer = send(token, method="POST", data="a=1", headers={"Content-Type": "text/plain"})
    assert_problem(answer, 415)


def test_an_answer_nobody_can_give_is_406_and_still_a_problem(send):
    token = token_with("list:movies", audience=API)
    assert_problem(send(token, headers={"Accept": "text/csv"}), 406)


def test_a_missing_object_is_404(send):
    assert_problem(send(token_with("read:movies", audience=API), "/api/movies/404/"), 404)


def test_a_method_nobody_answers_is_405(send):
    assert_problem(send(token_with(audience=API), "/api/movies/", "PUT"), 405)


@pytest.mark.parametrize(
    ("detail", "errors"),
    [
        ({"title": ["Required."]}, {"title": ["Required."]}),
        (["Together these make no sense."], {"non_field_errors": ["Together these make no sense."]}),
    ],
)
def test_what_is_not_valid_is_told_by_field(detail, errors):
    answer = exception_handler(exceptions.ValidationError(detail), {})
    assert assert_problem(answer, 400)["errors"] == errors


def test_who_comes_too_often_is_told_when_to_come_back():
    answer = exception_handler(exceptions.Throttled(wait=2.4), {})
    assert_problem(answer, 429)
    assert answer
    assert answer["Retry-After"] == "3"


@pytest.mark.parametrize(
    ("error", "status"),
    [(RequestDataTooBig(), 413), (PermissionDenied("why"), 403), (TooManyFieldsSent(), 400)],
)
def test_django_s_own_refusals_are_problems_too(error, status):
    assert_problem(exception_handler(error, {}), status)


def test_what_is_no_refusal_stays_an_error():
    assert exception_handler(ZeroDivisionError(), {}) is None


def test_a_problem_can_be_told_outside_the_apis():
    answer = problem(404, "There is nothing at /api/x.", "unknown", {"X-Why": "yes"}, hint="See /api/docs/.")
    body = assert_problem(answer, 404)
    assert body["code"] == "unknown"
    assert body["hint"] == "See /api/docs/."
    assert answer["X-Why"] == "yes"


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("closed")])
def test_a_database_that_is_away_or_locked_is_503_and_the_log_says_why(error, caplog):
    answer = exception_handler(error, {})
    assert answer is not None
    body = assert_problem(answer, 503)
    assert answer["Retry-After"] == "1"
    assert "Try again" in body["detail"]
    assert str(error) not in answer.content.decode()
    assert str(error) in caplog.text


def test_a_fault_of_our_own_in_a_query_stays_a_500():
    assert exception_handler(ProgrammingError("no such column"), {}) is None
