"""One line for each request that went through the gateway or was refused there."""

import logging

import pytest

from tests.gateway.conftest import person_token
from tests.gateway.upstream import raw


@pytest.fixture
def lines(caplog):
    """Return a function that gives the lines written so far."""
    caplog.set_level(logging.INFO, "usher.gateway")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "usher.gateway"]


def test_a_forwarded_request_says_who_did_what_and_as_which_client(ask, lines):
    ask("/gateway/movies/1/", token=person_token(sub="usher|7", client_id="usher-spa"))
    (line,) = lines()
    assert line.startswith(
        'subject="usher|7" client="usher-spa" GET /api/movies/1/ permission=read:movies status=200'
    )
    assert " ms=" in line
    assert line.endswith('as="usher-gateway" strategy=gateway_client_credentials')


def test_a_refused_request_says_what_was_missing(ask, lines):
    ask("/gateway/movies/1/", "DELETE", token=person_token("list:movies", sub="usher|7"))
    (line,) = lines()
    assert 'subject="usher|7"' in line
    assert "DELETE /api/movies/1/ permission=delete:movies status=403" in line


def test_a_request_that_the_api_did_not_answer_is_written_too(ask, lines, upstream, endpoint):
    upstream.answer = raw(b"")
    ask()
    endpoint.answer = raw(b"")
    ask("/gateway/books/")
    assert ["status=502" in lines()[0], "status=503" in lines()[1]] == [True, True]


def test_what_never_came_near_an_api_is_not_written(ask, lines):
    ask(token=None), ask("/gateway/films/"), ask(method="OPTIONS")
    assert lines() == []


def test_no_value_begins_a_line_of_its_own_or_shows_a_query(ask, lines):
    token = person_token(sub='usher|1\nsubject="usher|2" \r\u2028', client_id='x"\n')
    ask("/gateway/movies/?search=secret", token=token)
    (line,) = lines()
    assert len(line.splitlines()) == 1
    assert 'subject="usher|1\\nsubject=\\"usher|2\\"' in line
    assert "secret" not in line
    assert token not in line


def test_the_line_is_written_as_the_site_is_configured(settings):
    assert settings.LOGGING["loggers"]["usher.gateway"]["level"] == "INFO"
    assert logging.getLogger("usher.gateway").isEnabledFor(logging.INFO)
