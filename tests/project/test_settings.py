"""What the settings make of RESOURCES, the one list, and of where the site is."""

import re
import subprocess
import sys
from typing import Any

import pytest

from tooling.resource_list import SETTINGS


def settings_with(*resources: str) -> dict[str, Any]:
    """Read the settings as if the list named these."""
    listed = re.compile(r"^RESOURCES = \[.*?\]", re.DOTALL | re.MULTILINE)
    text = listed.sub(f"RESOURCES = {list(resources)}", SETTINGS.read_text())
    namespace: dict[str, Any] = {"__file__": str(SETTINGS)}
    exec(compile(text, SETTINGS, "exec"), namespace)  # noqa: S102  our own file
    return namespace


def test_each_app_on_the_list_is_installed_once_wherever_it_lies():
    installed = settings_with(
        "movies.resource.MOVIES",
        "directory.resource.USERS",
        "directory.resource.ROLES",
        "shop.games.resource.A",
    )["INSTALLED_APPS"]
    assert installed[1:4] == ["movies", "directory", "shop.games"]
    assert installed.count("directory") == 1
    assert "books" not in installed


def test_people_and_the_trail_are_there_whatever_the_list_says():
    assert {"directory", "audit"} <= set(settings_with("movies.resource.MOVIES")["INSTALLED_APPS"])


def test_the_settings_are_read_without_any_declaration():
    code = "import sys, project.settings; sys.exit('movies' in sys.modules or 'directory' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=SETTINGS.parent.parent, check=True)


@pytest.mark.parametrize(
    ("site_url", "instance", "name"),
    [
        ("https://usher.example", "", "sessionid"),
        ("http://localhost:8001", "", "sessionid_8001"),
        ("https://usher.example", "shop", "sessionid_shop"),
    ],
)
def test_sites_on_one_host_call_their_cookies_by_their_port_or_name(monkeypatch, site_url, instance, name):
    monkeypatch.setenv("SITE_URL", site_url)
    monkeypatch.setenv("INSTANCE", instance)
    names = settings_with()
    assert names["SESSION_COOKIE_NAME"] == name
    assert names["CSRF_COOKIE_NAME"] == name.replace("sessionid", "csrftoken")


@pytest.mark.parametrize("issuer", ["", "https://tenant.eu.auth0.com/"])
def test_a_page_without_tokens_may_reach_this_site_alone_and_no_frame(monkeypatch, issuer):
    monkeypatch.setenv("OIDC_ISSUER", issuer)
    monkeypatch.setenv("OIDC_CLIENT_ID", "app")

    def policy() -> dict[str, list[str]]:
        return settings_with("movies.resource.MOVIES")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    monkeypatch.setenv("AUDIENCE_STRATEGY", "single_audience")
    assert policy()["frame-src"][1:] == policy()["connect-src"][1:] == [issuer.rstrip("/")] * bool(issuer)
    monkeypatch.setenv("AUDIENCE_STRATEGY", "backend_for_frontend")
    assert policy()["frame-src"] == ["'none'"]
    assert policy()["connect-src"] == policy()["worker-src"] == ["'self'"]
