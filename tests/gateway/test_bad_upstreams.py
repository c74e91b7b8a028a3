"""An API that misbehaves makes a 502 or 504 in words, and never a success that is not one."""

import json
import socket
import time

import pytest

from gateway import connections, responses, timeouts
from gateway.exceptions import BadGateway
from resources.downloads import Download
from tests.gateway.upstream import in_turn, message, raw, says

JSON = {"content_type": "application/json"}
LONG = json.dumps("x" * 200_000).encode()


@pytest.fixture
def impatient(monkeypatch):
    """Wait a moment only."""
    monkeypatch.setattr(timeouts, "FIRST_BYTE_SECONDS", 0.3)
    monkeypatch.setattr(connections, "WHOLE_SECONDS", 0.6)


def assert_problem(answer, status: int, words: str = "") -> None:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert words in answer.json()["detail"]


def test_an_api_that_is_not_there_is_502(ask, settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.GATEWAY_UPSTREAMS = {"movies": f"http://127.0.0.1:{port}"}
    assert_problem(ask(), 502, "cannot be reached")


def test_a_host_without_an_address_is_502(ask, settings):
    settings.GATEWAY_UPSTREAMS = {"movies": "http://nowhere.invalid"}
    assert_problem(ask(), 502, "cannot be reached")


def test_a_server_of_https_without_a_certificate_is_502(ask, settings, upstream):
    settings.GATEWAY_UPSTREAMS = {"movies": upstream.url.replace("http:", "https:")}
    upstream.answer = raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert ask().status_code in (502, 504)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "without an answer"),
        (b"HTTP", "not HTTP"),
        (b"\x00\x01\x02\xff\r\n\r\n", "not HTTP"),
        (b"220 smtp.example ESMTP\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n", "status"),
        (b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", "status"),
        (message("200 OK", b"{}", Content_Length="-5"), "length"),
        (message("200 OK", b"{}", Content_Length="two"), "length"),
        (message("200 OK", b"{}", Content_Length="2, 7"), ""),
        (message("200 OK", b"{}", Content_Length="3"), "middle of its answer"),
        (message("200 OK", LONG[:1000], Content_Length="60000"), "middle of its answer"),
        (
            message("200 OK", b"5\r\n{}", Content_Length="", Transfer_Encoding="chunked"),
            "middle of its answer",
        ),
        (
            message("200 OK", b"zz\r\n{}", Content_Length="", Transfer_Encoding="chunked"),
            "middle of its answer",
        ),
        (message("200 OK", b"<html>", Content_Type="text/html"), "not JSON"),
        (message("200 OK", b"{}", Content_Type="application/javascript"), "not JSON"),
        (message("200 OK", b"{}", Content_Type=""), "not JSON"),
        (message("500 Internal Server Error", b"<h1>", Content_Type="text/html; charset=utf-8"), "not JSON"),
        (message("200 OK", b"{}", Content_Encoding="gzip"), "compressed"),
        (message("200 OK", b"2\r\n{}\r\n0\r\n\r\n", Transfer_Encoding="chunked"), "length"),  # two framings
    ],
)
def test_an_answer_that_is_none_is_502(ask, upstream, data, words):
    upstream.answer = raw(data)
    assert_problem(ask(), 502, words)


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
@pytest.mark.parametrize("location", ["/api/books/", "https://evil.example/", "/api/movies/2/"])
def test_a_redirect_is_not_followed(ask, upstream, status, location):
    upstream.answer = says({}, status, Location=location)
    answer = ask()
    assert_problem(answer, 502, "redirect")
    assert "Location" not in answer
    assert len(upstream.asked) == 1


def test_a_long_answer_that_falls_short_is_broken_off(ask, upstream):
    upstream.answer = raw(message("200 OK", LONG, Content_Length=str(len(LONG) + 1)))
    answer = ask()
    assert answer["Content-Length"] == str(len(LONG) + 1)
    with pytest.raises(BadGateway):
        b"".join(answer)


def test_a_long_answer_without_a_length_that_breaks_off_is_502(ask, upstream):
    start = message("200 OK", Content_Length="", Transfer_Encoding="chunked")
    upstream.answer = raw(start + b"%x\r\n%s\r\n" % (len(LONG), LONG))
    assert_problem(ask(), 502, "middle of its answer")


@pytest.mark.parametrize("framing", ["length", "chunked", "until it closes"])
def test_an_answer_that_is_too_large_is_502(ask, upstream, monkeypatch, framing):
    monkeypatch.setattr(responses, "LARGEST_ANSWER", 100_000)
    upstream.answer = {
        "length": raw(message("200 OK", LONG)),
        "chunked": raw(
            message("200 OK", Content_Length="", Transfer_Encoding="chunked")
            + b"%x\r\n%s\r\n0\r\n\r\n" % (len(LONG), LONG)
        ),
        "until it closes": raw(message("200 OK", Content_Length="") + LONG),
    }[framing]
    assert_problem(ask(), 502, "larger than")


@pytest.mark.parametrize(
    "extra", [b"x", b'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"evil"', b"x" * 100_000]
)
@pytest.mark.parametrize("pause", [0, 0.05])
def test_more_than_the_stated_length_is_nobody_s_answer(ask, upstream, extra, pause):
    def too_much(_asked, sock):
        sock.sendall(message("200 OK", b'"one"'))
        time.sleep(pause)
        sock.sendall(extra)
        return True

    upstream.answer = in_turn(too_much, says("two"))
    assert ask().json() == "one"
    time.sleep(0.1)
    assert ask().json() == "two"


def test_a_body_after_no_content_is_nobody_s_answer(ask, upstream):
    upstream.answer = in_turn(raw(b'HTTP/1.1 204 No Content\r\n\r\n"evil"', stay=True), says("two"))
    assert ask("/gateway/movies/1/", "DELETE").content == b""
    assert ask().json() == "two"


def test_an_answer_that_said_to_go_on_first_comes_back_whole(ask, upstream):
    upstream.answer = raw(b"HTTP/1.1 100 Continue\r\n\r\n" + message("200 OK", b'"one"'), stay=True)
    assert [ask().json() for _ in range(2)] == ["one", "one"]
    assert [asked.connection for asked in upstream.asked] == [1, 1]


def test_an_api_that_says_nothing_is_504(ask, upstream, impatient):
    upstream.answer = upstream.hang
    started = time.monotonic()
    assert_problem(ask(), 504, "in time")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 ", b"HTTP/1.1 200 OK\r\nX-Slow: ", message("200 OK", Content_Length="5000")]
)
def test_an_api_that_drips_is_504(ask, upstream, impatient, start):
    upstream.answer = upstream.drip(start)
    started = time.monotonic()
    assert_problem(ask(), 504, "in time")
    assert time.monotonic() - started < 2


def test_an_api_that_does_not_read_the_body_is_504(ask, settings, impatient):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.GATEWAY_UPSTREAMS = {"movies": f"http://127.0.0.1:{deaf.getsockname()[1]}"}
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000_000
        assert_problem(ask(method="POST", data=b"x" * 40_000_000, **JSON), 504, "in time")


def test_waiting_for_a_slow_browser_is_not_held_against_the_api(ask, upstream, impatient):
    upstream.answer = says("x" * 300_000)
    answer = ask()
    parts = iter(answer)
    next(parts)
    time.sleep(0.8)
    assert sum(map(len, parts)) == 300_002 - responses.READ_FIRST


FILE = {"Content_Type": "text/csv", "Content_Disposition": 'attachment; filename="a.csv"'}


def test_a_file_passes_whole_however_long_and_waits_for_no_browser(ask, upstream, monkeypatch):
    monkeypatch.setattr(responses, "LARGEST_ANSWER", 1000)
    upstream.answer = raw(message("200 OK", LONG, **FILE), stay=True)
    answer = ask()
    assert isinstance(answer, Download)
    assert answer["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert b"".join(answer.streaming_content) == LONG
    assert int(answer["Content-Length"]) == len(LONG)


def test_a_file_that_is_cut_short_is_502(ask, upstream):
    upstream.answer = raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 200000\r\n\r\n" + b"x" * 150_000
    )
    assert_problem(ask(), 502)
