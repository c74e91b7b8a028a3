"""An OpenID Provider that is not ours: npm ``oidc-provider``, run by tests/clients/foreign_issuer.mjs."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from directory.demo import PASSWORD, PEOPLE
from directory.starting_roles import starting_permissions
from permissions_api.conf import conf
from permissions_api.resource import all_permissions, declared_resources
from tests.e2e.server import free_port
from tooling import install
from tooling.suite import CLIENTS

CLIENT_ID, SERVER, MACHINE, MACHINE_SECRET = (
    "spa",
    "server",
    "machine",
    "only-for-end-to-end-tests-0123456789",
)


@dataclass(frozen=True)
class ForeignIssuer:
    """A running issuer. ``settings`` are those of a site that logs in there."""

    url: str
    program: subprocess.Popen[str]

    @property
    def settings(self) -> dict[str, str]:
        return {"OIDC_ISSUER": self.url, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_FLAVOUR": "generic"}

    def give(self, name: str, *permissions: str) -> None:
        """Let somebody hold exactly these permissions; they stand in the next token."""
        self._tell({name.lower(): permissions}, "changed")

    def log_in(self, page: Page, name: str) -> None:
        """Fill its login form, on which the page stands."""
        page.get_by_label("User name").fill(name.lower())
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()

    def _tell(self, what: dict[str, Any], done: str) -> None:
        assert self.program.stdin
        assert self.program.stdout
        self.program.stdin.write(f"{json.dumps(what)}\n")
        self.program.stdin.flush()
        while (said := self.program.stdout.readline()) != f"{done}\n":
            assert said, "The foreign issuer ended by itself; what it said stands above."


@contextmanager
def foreign_issuer(
    site_url: str, host: str = "localhost", told_of_logouts: str = ""
) -> Iterator[ForeignIssuer]:
    """Serve the four people of the demo, and the SPA of ``site_url`` as client, until the block ends.

    Its server is a client too, which is told of logouts at the address that is named, or nowhere.
    """
    port = free_port()
    with subprocess.Popen(
        [install.node(), "foreign_issuer.mjs"],
        cwd=CLIENTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        issuer = ForeignIssuer(f"http://{host}:{port}", program)
        issuer._tell(
            {
                "issuer": issuer.url,
                "port": port,
                "people": _people(),
                "resources": _resources(),
                "clients": [_spa(site_url), _server(site_url, told_of_logouts), _machine()],
            },
            "answering",
        )
        yield issuer  # Leaving the block of the program closes its standard input, which ends it.


def _people() -> dict[str, dict[str, Any]]:
    of_role = starting_permissions()
    return {
        person.username: {
            "name": person.name,
            "password": PASSWORD,
            "permissions": [*of_role.get(person.role, ()), *person.directly],
        }
        for person in PEOPLE
    }


def _resources() -> dict[str, list[str]]:
    """Return what can stand in a token for each audience."""
    own = {resource.audience: list(resource.permissions) for resource in declared_resources()}
    return {conf.AUDIENCE: list(all_permissions()), **own}


def _spa(site_url: str) -> dict[str, Any]:
    return {
        "client_id": CLIENT_ID,
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"],
        "redirect_uris": [f"{site_url}/callback", f"{site_url}/api/docs/oauth2-redirect.html"],
        "post_logout_redirect_uris": [f"{site_url}/"],
    }


def _server(site_url: str, told_of_logouts: str) -> dict[str, Any]:
    told = {"backchannel_logout_uri": told_of_logouts, "backchannel_logout_session_required": True}
    return {
        "client_id": SERVER,
        "client_secret": MACHINE_SECRET,
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token"],
        "redirect_uris": [f"{site_url}/bff/callback"],
        "post_logout_redirect_uris": [f"{site_url}/"],
        **(told if told_of_logouts else {}),
    }


def _machine() -> dict[str, Any]:
    return {
        "client_id": MACHINE,
        "client_secret": MACHINE_SECRET,
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"],
        "redirect_uris": [],
        "response_types": [],
    }
