"""What goes to the API and what comes back: as it was, and nothing that is nobody else's business."""

import json
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest

from gateway import connections, responses
from tests.gateway.conftest import person_token
from tests.gateway.upstream import in_turn, message, raw, says

ETAG = '"0123456789abcdef"'
JSON = {"content_type": "application/json"}


@pytest.mark.parametrize(
    "query",
    [
        "a=1",
        "a=%2f&b=%2F&&c",
        "search=%C3%A9t%e9&x=+%20",
        "=&==&a[]=1&b={}|^",
        "q=a;b",
        "cursor=W10%3d",
        "%zz=%",
    ],
)
def test_the_query_arrives_byte_for_byte(ask, upstream, query):
    assert ask(f"/gateway/movies/?{query}", QUERY_STRING=query).status_code == 200
    assert upstream.asked[0].target == f"/api/movies/?{query}"


@pytest.mark.parametrize("query", ["a=é", "a=1 HTTP/1.1\r\nX: y", "a=\x00", "a b"])
def test_a_query_that_no_address_may_hold_is_refused(ask, upstream, query):
    assert ask("/gateway/movies/", QUERY_STRING=query).status_code == 400
    assert upstream.asked == []


@pytest.mark.django_db  # of the origin's clients
def test_only_headers_of_the_list_go_to_the_api(ask, upstream):
    passed = {
        "Accept": "application/json",
        "Accept-Language": "de",
        "Idempotency-Key": "8d7e",
        "If-Match": ETAG,
        "If-None-Match": ETAG,
        "If-Modified-Since": "Sat, 21 Nov 2026 10:00:00 GMT",
        "If-Unmodified-Since": "Sat, 21 Nov 2026 10:00:00 GMT",
    }
    kept_back = {
        "Cookie": "sessionid=secret",
        "Forwarded": "for=10.0.0.1",
        "X-Forwarded-For": "10.9.9.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "X-Original-Url": "/api/books/",
        "X-Acting-For": "sub=usher%7C2",
        "Proxy-Authorization": "Basic c2VjcmV0",
        "Accept-Encoding": "gzip, br",
        "Range": "bytes=0-1",
        "X-Http-Method-Override": "DELETE",
        "X-Request-Id": "another-s-id",
        "Origin": "https://evil.example",
        "Referer": "https://evil.example/",
        "User-Agent": "Browser/1",
    }
    token = person_token(auth_time=1_795_974_553)
    answer = ask(token=token, headers={**passed, **kept_back})
    assert answer.status_code == 200
    (asked,) = upstream.asked
    ours = {
        "X-Request-Id": answer["X-Request-ID"],
        "Accept-Encoding": "identity",
        "User-Agent": "usher-gateway",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "/gateway",
        "X-Acting-For": "sub=usher%7C1&client=usher-spa&auth_time=1795974553",
        "Authorization": "Bearer token-1",
        "Host": upstream.url.removeprefix("http://"),
    }
    assert {name: asked.headers[name] for name in (*passed, *ours)} == {**passed, **ours}
    assert asked.headers.keys() - passed.keys() - ours.keys() <= {"Content-Type"}


def test_an_empty_key_reaches_the_api_which_refuses_it(ask, upstream):
    assert ask(headers={"Idempotency-Key": "", "If-Match": ""}).status_code == 200
    (asked,) = upstream.asked
    assert asked.headers["Idempotency-Key"] == ""
    assert "If-Match" not in asked.headers


def test_neither_the_person_s_token_nor_their_cookies_reach_the_api(ask, upstream, endpoint):
    token = person_token()
    ask(token=token, headers={"Cookie": f"token={token}"})
    assert token not in repr(upstream.asked)
    assert token not in repr(endpoint.asked)


def test_an_upstream_of_an_https_site_hears_that_it_is_https(ask, upstream, endpoint, settings):
    settings.SITE = settings.SITE._replace(scheme="https")
    ask()
    assert upstream.asked[0].headers["X-Forwarded-Proto"] == "https"
    assert endpoint.asked[0].headers["X-Forwarded-Proto"] == "https"


def test_a_header_that_cannot_be_read_is_refused_rather_than_left_out(ask, upstream):
    assert ask(headers={"If-Match": '"é"'}).status_code == 400
    assert upstream.asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 300_000, 1_000_000])
def test_a_body_arrives_as_it_was(ask, upstream, method, size):
    body = bytes(number % 251 for number in range(size))
    path = "/gateway/movies/" if method == "POST" else "/gateway/movies/1/"
    assert ask(path, method, data=body, **JSON).status_code == 200
    assert [(asked.method, asked.body) for asked in upstream.asked] == [(method, body)]
    assert upstream.asked[0].headers.get("Content-Length", "0") == str(size)


def test_a_body_that_is_too_large_is_413_before_anything_is_asked(ask, upstream, endpoint):
    answer = ask(method="POST", data=b"x" * 1_000_001, **JSON)
    assert answer.status_code == 413
    assert upstream.asked == endpoint.asked == []
    assert (
        ask(method="POST", data=b"x" * 1_000_001, token=person_token("list:movies"), **JSON).status_code
        == 403
    )


def test_a_body_without_a_length_is_411_in_words(ask, upstream, endpoint):
    answer = ask(method="POST", HTTP_TRANSFER_ENCODING="chunked", data=b"{}", **JSON)
    assert answer.status_code == 411
    assert "Content-Length" in answer.json()["detail"]
    assert upstream.asked == endpoint.asked == []


@pytest.mark.parametrize("size", [100, 200_000])
def test_a_body_that_ends_early_is_never_a_whole_request_at_the_api(ask, upstream, size):
    stream = {"wsgi.input": BytesIO(b"x" * (size - 1)), "CONTENT_LENGTH": str(size)}
    answer = ask(method="POST", data=b"x", **JSON, **stream)
    assert answer.status_code == 400
    assert upstream.asked == []


# --- What comes back ---


def test_an_answer_comes_back_as_it_was(ask, upstream):
    headers = {"ETag": ETAG, "Last_Modified": "Sat, 21 Nov 2026 10:00:00 GMT", "Retry_After": "7"}
    upstream.answer = says({"é": "ü"}, "201 Created", **headers)
    answer = ask(method="POST", data=b"{}", **JSON)
    assert answer.status_code == 201
    assert answer.content == json.dumps({"é": "ü"}).encode()
    assert {name: answer[name] for name in ("ETag", "Last-Modified", "Retry-After", "Content-Type")} == {
        "ETag": ETAG,
        "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT",
        "Retry-After": "7",
        "Content-Type": "application/json",
    }


def test_other_headers_stay_behind(ask, upstream):
    hidden = {
        "Set_Cookie": "a=b",
        "Server": "x",
        "Access_Control_Allow_Origin": "*",
        "X_Secret": "1",
        "Link": "<x>",
    }
    upstream.answer = says({}, WWW_Authenticate="Bearer", Refresh="0; url=https://evil.example", **hidden)
    answer = ask()
    assert not {name.replace("_", "-") for name in hidden} & set(answer.headers)
    assert not {"Refresh", "WWW-Authenticate"} & set(answer.headers)


@pytest.mark.parametrize(
    ("upstreams", "passed"),
    [
        ("", "private, no-cache"),
        ("public, max-age=3600", "private, no-cache"),
        ("no-store", "no-store"),
        ("private, max-age=5", "private, max-age=5"),
    ],
)
def test_no_shared_cache_may_keep_an_answer(ask, upstream, upstreams, passed):
    upstream.answer = says({}, Cache_Control=upstreams, Vary="Accept-Language")
    answer = ask()
    assert answer["Cache-Control"] == passed
    assert set(answer["Vary"].split(", ")) == {"Accept-Language", "Authorization", "Accept"}


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "404 Not Found", "409 Conflict", "412 Precondition Failed"]
)
def test_a_problem_of_the_api_comes_back_unchanged(ask, upstream, status):
    problem = b'{"type":"about:blank", "status": 0,"errors": {"title": ["x"]}}'
    upstream.answer = raw(message(status, problem, Content_Type="application/problem+json"), stay=True)
    answer = ask()
    assert (answer.status_code, answer.content) == (int(status[:3]), problem)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("location", "passed"),
    [
        ("/api/movies/5/", "/gateway/movies/5/"),
        ("{upstream}/api/movies/5/", "/gateway/movies/5/"),
        ("/api/books/5/", None),
        ("/api/movies/../books/5/", None),
        ("https://evil.example/api/movies/5/", None),
        ("//evil.example/api/movies/5/", None),
        ("javascript:alert(1)", None),
        ("http://[/api/movies/5/", None),
    ],
)
def test_a_location_leads_through_the_gateway_or_nowhere(ask, upstream, location, passed):
    upstream.answer = says({}, "201 Created", Location=location.format(upstream=upstream.url))
    answer = ask(method="POST", data=b"{}", **JSON)
    assert answer.status_code == 201
    assert answer.get("Location") == passed


def test_head_has_the_headers_of_get_and_no_body(ask, upstream):
    upstream.answer = raw(message("200 OK", b"", Content_Length="1234", ETag=ETAG), stay=True)
    answer = ask(method="HEAD")
    assert (answer["Content-Length"], answer["ETag"], answer.content) == ("1234", ETAG, b"")
    assert ask(method="HEAD").status_code == 200
    assert [asked.connection for asked in upstream.asked] == [1, 1]


def test_not_modified_and_no_content_have_no_body(ask, upstream):
    upstream.answer = raw(b"HTTP/1.1 304 Not Modified\r\nETag: " + ETAG.encode() + b"\r\n\r\n", stay=True)
    answer = ask(headers={"If-None-Match": ETAG})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", ETAG)
    upstream.answer = raw(b"HTTP/1.1 204 No Content\r\n\r\n", stay=True)
    answer = ask("/gateway/movies/1/", "DELETE")
    assert (answer.status_code, answer.content) == (204, b"")
    assert [asked.connection for asked in upstream.asked] == [1, 1]


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 500_000])
@pytest.mark.parametrize("framing", ["length", "chunked", "until it closes"])
def test_a_long_answer_comes_back_whole(ask, upstream, size, framing):
    body = json.dumps("x" * (size - 2)).encode()
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:1000], body[1000:])) + b"0\r\n\r\n"
    )
    upstream.answer = {
        "length": raw(message("200 OK", body), stay=True),
        "chunked": raw(
            message("200 OK", Content_Length="", Transfer_Encoding="chunked") + chunked, stay=True
        ),
        "until it closes": raw(message("200 OK", Content_Length="") + body),
    }[framing]
    for _ in range(2):
        answer = ask()
        assert b"".join(answer) == body
        assert answer["Content-Length"] == str(size)
    assert len({asked.connection for asked in upstream.asked}) == (2 if framing == "until it closes" else 1)


def test_a_long_answer_is_passed_on_while_it_comes(ask, upstream):
    body = b'"' + b"x" * 300_000 + b'"'

    def slowly(_asked, sock):
        sock.sendall(message("200 OK", body)[: -len(body) + responses.READ_FIRST])
        assert upstream.release.wait(5)
        sock.sendall(body[responses.READ_FIRST :])
        return True

    upstream.answer = slowly
    answer = ask()
    parts = iter(answer)
    assert next(parts) == body[: responses.READ_FIRST]
    upstream.release.set()
    assert b"".join(parts) == body[responses.READ_FIRST :]


@pytest.mark.django_db
def test_a_browser_that_goes_away_leaves_no_half_read_connection_behind(ask, upstream):
    upstream.answer = in_turn(says("x" * 300_000), says("next"))
    answer = ask()
    next(iter(answer))
    answer.close()
    assert ask().json() == "next"
    assert [asked.connection for asked in upstream.asked] == [1, 2]


# --- Kept connections ---


def test_a_connection_is_used_again(ask, upstream):
    for _ in range(3):
        ask()
    assert [asked.connection for asked in upstream.asked] == [1, 1, 1]


def test_a_connection_that_was_closed_meanwhile_is_not_used(ask, upstream):
    ask()
    upstream.drop_connections()
    time.sleep(0.05)
    assert ask(method="POST", data=b"{}", **JSON).status_code == 200
    assert [asked.connection for asked in upstream.asked] == [1, 2]


def close_silently(_asked, _sock):
    return False


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_is_repeated_once_when_a_kept_connection_turns_out_dead(ask, upstream, method):
    whole = raw(message("200 OK", b"{}" if method == "GET" else b"", Content_Length="2"), stay=True)
    upstream.answer = in_turn(whole, close_silently, whole)
    assert [ask(method=method).status_code for _ in range(2)] == [200, 200]
    assert [asked.connection for asked in upstream.asked] == [1, 1, 2]


def test_reading_is_repeated_once_and_no_more(ask, upstream):
    upstream.answer = in_turn(says({}), close_silently)
    assert [ask().status_code for _ in range(2)] == [200, 502]
    assert len(upstream.asked) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_is_never_sent_twice(ask, upstream, method):
    path = "/gateway/movies/" if method == "POST" else "/gateway/movies/1/"
    upstream.answer = in_turn(says({}), close_silently)
    assert ask().status_code == 200
    assert ask(path, method, data=b"{}", **JSON).status_code == 502
    assert [asked.method for asked in upstream.asked] == ["GET", method]


def test_reading_is_not_repeated_once_a_byte_of_the_answer_came(ask, upstream):
    upstream.answer = in_turn(says({}), raw(b"HTTP/1.1 2"))
    assert [ask().status_code for _ in range(2)] == [200, 502]
    assert len(upstream.asked) == 2


def test_reading_is_not_repeated_when_the_connection_is_reset_in_the_middle(ask, upstream):
    def reset(_asked, sock):
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        time.sleep(0.1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    upstream.answer = in_turn(says({}), reset)
    assert [ask().status_code for _ in range(2)] == [200, 502]
    assert len(upstream.asked) == 2


def test_who_asks_first_and_at_once_shares_the_connections(monkeypatch):
    class SlowToMake(connections.Upstream):
        def __init__(self, origin):
            time.sleep(0.05)
            super().__init__(origin)

    monkeypatch.setattr(connections, "Upstream", SlowToMake)
    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(connections.upstream_at, ["http://127.0.0.1:1"] * 20))
    assert len({id(upstream) for upstream in found}) == 1
