"""What is exported comes to a tenant by auth0-deploy-cli itself, here to the stand-in, and twice."""

import os
import re
import subprocess
from typing import Any

import pytest
from django.core.management import call_command

from identity.clients.registration import Registration, register
from identity.management_api.clients import client_grants, client_json
from identity.management_api.resource_servers import ResourceServer, resource_servers
from identity.management_api.scopes import SCOPES
from identity.models import Application, TenantRecord
from tooling import install
from tooling.suite import CLIENTS

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.identity,
    pytest.mark.usefixtures("official_clients"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.identity.management_urls"),
]
TOOL = CLIENTS / "node_modules" / "auth0-deploy-cli" / "lib" / "index.js"
DOMAIN = "gotham.eu.auth0.com"


@pytest.fixture
def official_clients() -> None:
    """Say that a test needs the packages of tests/clients, which are installed before the first test."""


@pytest.fixture
def deploy(settings, live_server, tmp_path):
    """Return a function that exports the site and imports it into the stand-in, and returns what was said."""
    settings.MANAGEMENT_API = True
    settings.PERMISSIONS_API = {**settings.PERMISSIONS_API, "ISSUER": f"https://{DOMAIN}/"}
    client, secret = register(Registration(client_id="deploys", management=SCOPES))
    call_command("auth0_export", str(tmp_path))

    def run(*more: str) -> str:
        node = [str(install.node()), "--import", str(CLIENTS / "lead_home.mjs"), str(TOOL)]
        answer = subprocess.run(
            [
                *node,
                "import",
                "--env",
                f"--config_file={tmp_path}/config.json",
                f"--input_file={tmp_path}",
                *more,
            ],
            env={
                "PATH": os.environ["PATH"],
                "TENANT": f"https://{DOMAIN}",
                "SITE": live_server.url,
                "AUTH0_DOMAIN": DOMAIN,
                "AUTH0_CLIENT_ID": client.client_id,
                "AUTH0_CLIENT_SECRET": secret,
                "USHER_CLAIMS_CLIENT_ID": "of-the-action",
                "USHER_CLAIMS_CLIENT_SECRET": "very-secret",
            },
            capture_output=True,
            check=False,
            text=True,
            timeout=900,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return re.sub(r"\x1b\[\d*m", "", answer.stdout)

    return run


def what_is_there() -> Any:
    clients = Application.objects.order_by("pk")
    return (
        [ResourceServer.as_json(api) for api in resource_servers()],
        [client_json(client) for client in clients],
        client_grants(),
        list(TenantRecord.objects.order_by("pk").values()),
    )


def test_it_is_imported_twice_and_the_second_time_changes_nothing(deploy):
    said = deploy()
    for kind in ("resourceServers", "clients", "clientGrants", "roles", "actions", "triggers"):
        assert f"[{kind}]" in said
    first = what_is_there()
    assert "very-secret" not in str(first) + said
    assert [api["token_dialect"] for api in first[0]] == ["access_token_authz"]
    assert {grant["audience"] for grant in first[2]} == {f"https://{DOMAIN}/api/v2/"}
    (bound,) = TenantRecord.objects.get(kind="trigger_bindings").document["bindings"]
    assert bound["display_name"] == "Usher claims"
    preview = deploy("--dry-run", "--apply")
    assert "Import Successful" in preview or "Updated [clients]" in preview
    # It would delete what it does not know, and is told not to; nothing else differs.
    assert not re.search(r"│ (CREATE|UPDATE)", preview), preview
    assert what_is_there() == first
