"""The demo's second Usher: which addresses it takes, and what the two are told of each other."""

import io
import socket
import stat

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from project import tenant
from project.processes import Process
from project.server import free_port


@pytest.fixture
def pair(settings, monkeypatch, tmp_path):
    """Return a function that starts both, but for their processes, and returns these."""
    settings.DEMO, settings.PORT = True, free_port()
    monkeypatch.setattr(tenant, "_folder", lambda: tmp_path)
    groups: list[list[Process]] = []
    monkeypatch.setattr(tenant, "run_together", lambda _out, _banner, of: groups.extend(of))

    def start(*address: str) -> list[Process]:
        groups.clear()
        call_command("demo", "--with-tenant", *address, stdout=io.StringIO())
        return [process for group in groups for process in group]

    return start


@pytest.mark.parametrize(
    "address",
    ["https://localhost:8001", "http://tenant.example:8001", "http://localhost", "http://localhost:1/x"],
)
def test_the_tenant_of_a_demo_stays_on_this_machine_at_a_port_of_its_own(pair, address):
    with pytest.raises(CommandError, match=r"such as http://localhost:8001, or"):
        pair(address)


def test_a_port_that_is_taken_is_told_before_anything_starts(pair):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"--with-tenant http://localhost:{port + 1}"):
            pair(f"http://localhost:{port}")


def test_the_site_is_told_of_the_tenant_what_settings_can_say_and_shares_no_key_with_it(pair, monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://tenant.eu.auth0.com/")
    url = f"http://127.0.0.1:{free_port()}"
    issuing, served = (process.environment for process in pair(url))
    assert (issuing["SITE_URL"], issuing["OIDC_ISSUER"]) == (url, "")
    assert (served["OIDC_ISSUER"], served["OIDC_CLIENT_ID"]) == (f"{url}/", "usher-site")
    assert issuing["MANAGEMENT_CLIENT_SECRET"] == served["AUTH0_MANAGEMENT_CLIENT_SECRET"]
    assert issuing["SECRET_KEY"] != served["SECRET_KEY"]
    assert issuing["DATABASE_URL"] != served["DATABASE_URL"]


def test_the_settings_are_kept_in_files_for_their_owner_and_are_the_same_at_each_start(pair, tmp_path):
    url = f"http://localhost:{free_port()}"
    first = [process.environment for process in pair(url)]
    assert [process.environment for process in pair(url)] == first
    files = sorted(tmp_path.glob("*.env"))
    assert [file.name for file in files] == ["site.env", "tenant.env"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
