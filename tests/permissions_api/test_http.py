"""What is fetched from an issuer, and whose certificates are believed."""

import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from permissions_api.http import Unfetchable, fetch_json
from tests.certificates import for_localhost


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"issuer": "here"}')

    def log_message(self, *_of: object) -> None:
        """Say nothing."""


def test_an_authority_of_one_s_own_is_believed_on_this_machine_too_and_no_other(tmp_path, monkeypatch):
    signed = for_localhost(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed.certificate, signed.key)
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"https://localhost:{server.server_port}/"
    try:
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        with pytest.raises(Unfetchable, match="SSLError"):
            fetch_json(url, time.monotonic() + 5)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(signed.authority))
        assert fetch_json(url, time.monotonic() + 5) == {"issuer": "here"}
    finally:
        server.shutdown()
        server.server_close()
