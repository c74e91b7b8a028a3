"""One time for all that a request asks elsewhere: keys and directory together."""

import time
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from permissions_api import deadline
from permissions_api.conf import FETCHED_KEYS, instance_of
from permissions_api.deadline import request_deadline, seconds_left
from permissions_api.http import Unfetchable, within
from tests.issuer import API, Answer, faulty_issuer, token_with


def test_the_stated_time_of_a_request_is_six_seconds():
    assert deadline.REQUEST_SECONDS == 6


def test_outside_of_a_request_nothing_is_cut_short():
    assert seconds_left(60) == 60
    with request_deadline():
        assert seconds_left(5) == 5
        assert 5.5 < seconds_left(60) <= 6
    assert seconds_left(60) == 60


def test_who_has_no_time_left_asks_nobody(monkeypatch):
    monkeypatch.setattr(deadline, "REQUEST_SECONDS", 0)
    asked: list[float] = []
    with request_deadline(), pytest.raises(Unfetchable):
        within(5, asked.append)
    assert asked == []


class HangingDirectory:
    over = Event()

    def find(self, subject: str) -> None:
        try:
            within(5, lambda _deadline: self.over.wait(10))
        except Unfetchable as error:
            raise OSError from error


def slowly(answer: Answer) -> Answer:
    def later(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.6)
        answer(request)

    return later


@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions"])
def test_slow_keys_and_a_hanging_directory_share_one_time(conf, send, monkeypatch, path):
    monkeypatch.setattr(deadline, "REQUEST_SECONDS", 1)
    instance_of.cache_clear()
    HangingDirectory.over.clear()
    with faulty_issuer() as issuer:
        issuer.jwks = slowly(issuer.give_keys)
        conf.ISSUER, conf.KEY_SOURCE = issuer.issuer, FETCHED_KEYS
        conf.DIRECTORY, conf.PERMISSION_SOURCE = f"{__name__}.HangingDirectory", "hybrid"
        began = time.monotonic()
        answer = send(token_with("list:movies", audience=API, iss=issuer.issuer), path)
        assert 1 <= time.monotonic() - began < 1.5
    HangingDirectory.over.set()
    instance_of.cache_clear()
    assert answer.status_code == 503
    assert answer["Retry-After"]
