"""What measures is right about what it measures: answers are counted whole, and a growth is told."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import pytest

from benchmarks import quick
from benchmarks._load import in_turns, load, request
from benchmarks._picture import picture_of

BODY = b"of a film " * 500


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        if self.path == "/whole":
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)
        else:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (BODY[:7], BODY[7:]):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        """Keep quiet."""


def test_so_many_requests_as_were_asked_for_are_answered_whole_or_in_chunks():
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        built = [request(f"{url}/{path}", {"Authorization": "Bearer x"}) for path in ("whole", "chunks")]
        found = load(url, in_turns(built, 40), 200, 30, os.getpid(), os.getpid())
        server.shutdown()
    assert (found.requests, len(found.latencies)) == (40, 40)
    assert found.cpu > 0


@pytest.fixture
def committed(monkeypatch, tmp_path):
    monkeypatch.setattr(quick, "BUDGET", tmp_path / "budget.json")
    quick.BUDGET.write_text(json.dumps({"guarded list": 0.5}))


def test_a_growth_of_a_sixth_fails_and_says_what_to_do(committed):
    with pytest.raises(SystemExit, match="--renew"):
        quick.judge(lambda: 0.58, renew=False)


def test_a_growth_that_is_not_there_when_measured_again_does_not_fail(committed):
    measured = iter([0.9, 0.55])
    quick.judge(lambda: next(measured), renew=False)


def test_the_picture_shows_every_figure():
    cells = [{"what": "list", "who": "Usher", "permissions": 10, "cpu": 1234.5}]
    told = {"machine": "2 cores", "commit": "abc", "date": "2026-11-29"}
    assert "1,234 µs" in "".join(ElementTree.fromstring(picture_of(cells, told)).itertext())  # noqa: S314
