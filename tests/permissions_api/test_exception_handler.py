"""Who comes without a valid token is logged and counted by address, and never by what they sent."""

import logging
from typing import Any

import pytest

from audit.models import Refusal
from resources.rate_limits import throttling
from resources.rate_limits.traffic import Traffic
from tests.issuer import API, BOOKS, token_with

pytestmark = pytest.mark.django_db
LOG = "permissions_api.refusals"


@pytest.fixture(autouse=True)
def listening(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.INFO, LOG)
    monkeypatch.setattr(throttling, "traffic", Traffic(throttling.SCOPE))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == LOG]


@pytest.mark.parametrize(
    ("token", "told"),
    [
        (None, 'error=no_token why="Log in first'),
        ("qqq.zzz.xxx", "error=invalid_token"),
        ("qqq,zzz", "error=invalid_request"),
        (token_with(audience=API, exp=1_600_000_000), 'why="The token has expired."'),
        (token_with("list:movies", audience=BOOKS), "error=invalid_token"),
    ],
)
def test_each_leaves_a_line_without_the_token_and_no_row(send, caplog, token, told):
    assert send(token).status_code == 401
    (line,) = lines(caplog)
    assert line.startswith('address="127.0.0.1" "GET" "/api/movies/" status=401 ')
    assert told in line
    assert token is None or not any(part in line for part in token.replace(",", ".").split("."))
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("sent", ["/api/movies/1\n2/", "/api/movies/%0Aaddress=evil/"])
def test_an_address_begins_no_line_of_its_own(send, caplog, sent):
    send(None, sent)
    assert all("\n" not in line for line in lines(caplog))


def test_who_has_a_valid_token_is_no_stranger(send, caplog):
    assert send(token_with(audience=API)).status_code == 403
    assert send(token_with("list:movies", audience=API)).status_code == 200
    assert lines(caplog) == []


def test_who_comes_too_often_is_told_when_to_come_back_and_logged_no_more(send, caplog, settings: Any):
    settings.API_RATE = (20, 3600)
    assert [send("qqq.zzz.xxx").status_code for _ in range(20)] == [401] * 20
    refused = send("qqq.zzz.xxx")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 3600
    assert len(lines(caplog)) == 20
    # The same house, with a good token.
    assert send(token_with("list:movies", audience=API)).status_code == 200
