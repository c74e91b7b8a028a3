"""uv and Node reach a server whose certificate a company signed, where this machine trusts the company."""

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.certificates import for_localhost
from tooling import certificates, install

GIVEN = "/of/the/company.pem"


class Nothing(BaseHTTPRequestHandler):
    """A registry that has no package."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HTTPServer, Path]]:
    """A server on TLS, and the one file that knows who signed its certificate."""
    folder = tmp_path_factory.mktemp("company")
    signed = for_localhost(folder)
    server = HTTPServer(("127.0.0.1", 0), Nothing)
    server.asked = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed.certificate, signed.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server, signed.authority
    server.shutdown()
    server.server_close()


def asks(company: tuple[HTTPServer, Path], *command: object, **variables: str) -> bool:
    """Run a command with what ./run adds to these variables; say whether its request came through."""
    server, _ = company
    server.asked.clear()
    words = ("CERT", "CA_", "SSL", "PROXY", "proxy", "UV_", "PIP_", "npm_", "NODE_")
    bare = {name: value for name, value in os.environ.items() if not any(word in name for word in words)}
    environment = {**bare, **variables}
    environment |= certificates.settings(environment, bundles=())
    subprocess.run([str(part) for part in command], env=environment, capture_output=True, check=False)
    return bool(server.asked)


def commands(server: HTTPServer, folder: Path) -> dict[str, list[object]]:
    url = f"https://localhost:{server.server_port}/"
    script = f"await fetch('{url}')"
    return {
        "uv": [
            install.find_uv(),
            "--no-cache",
            "pip",
            "install",
            "--index-url",
            url,
            "--target",
            folder,
            "nothing",
        ],
        "node": [install.node(), "--input-type=module", "--eval", script],
    }


@pytest.mark.parametrize("program", ["uv", "node"])
def test_a_file_of_certificates_is_believed_and_nothing_else(company, tmp_path, program):
    command = commands(company[0], tmp_path)[program]
    assert not asks(company, *command)
    assert asks(company, *command, SSL_CERT_FILE=str(company[1]))


def test_node_believes_what_the_system_does(company, tmp_path):
    """OpenSSL's own folder stands for the system's: a file there is found by the hash of its subject."""
    shutil.copy(company[1], tmp_path / f"{subject_hash(company[1])}.0")
    assert asks(company, *commands(company[0], tmp_path)["node"], SSL_CERT_DIR=str(tmp_path))


def subject_hash(file: Path) -> str:
    openssl = ["openssl", "x509", "-subject_hash", "-noout", "-in", str(file)]
    return subprocess.run(openssl, capture_output=True, text=True, check=True).stdout.strip()


def test_the_first_step_with_pip_is_given_the_same_file():
    assert certificates.settings({"SSL_CERT_FILE": GIVEN})["PIP_CERT"] == GIVEN


@pytest.mark.parametrize("name", ["PIP_CERT", "NODE_EXTRA_CA_CERTS", "NODE_USE_SYSTEM_CA", "UV_SYSTEM_CERTS"])
def test_what_somebody_set_stays(name):
    assert name not in certificates.settings({"SSL_CERT_FILE": GIVEN, name: "theirs"})


def test_a_bundle_that_requests_was_told_of_stays_pips():
    assert "PIP_CERT" not in certificates.settings({"SSL_CERT_FILE": GIVEN, "REQUESTS_CA_BUNDLE": "/other"})


def test_without_a_bundle_of_the_system_uv_keeps_the_certificates_it_brings(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert "UV_SYSTEM_CERTS" not in certificates.settings({}, bundles=("/nowhere",))
    assert certificates.settings({}, bundles=(__file__,))["UV_SYSTEM_CERTS"] == "1"
