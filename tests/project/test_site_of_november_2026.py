"""The database of an earlier release migrates, and all that it kept is of use still.

What would be lost without anybody noticing: the purposes of derived keys, the salts of signatures, the names
of tables, apps and cookies.
"""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import jwt
import pytest

pytestmark = pytest.mark.identity

HERE = Path(__file__).parent
ASK = "import json; from tests.project.ask_site_of_november_2026 import answers; print(json.dumps(answers()))"
OPENED, BATMAN = 200, "usher|1"
SIGNING_KEY = "8V0u6wB8AXyhxmxKjqTF8gBg_CoOdznUI8Pg2FvG8Wg"
GATEWAY_SECRET = (
    "client_secret$sIKCAGmxVTMX8ereEp0hl9$dfdbb1f39cdca308e231a876727d1ae1fe397933b7b7088a86e30990f8a613b5"
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[str, Any]:
    """Return what the site says after its database was migrated."""
    file = tmp_path_factory.mktemp("site") / "site.sqlite3"
    with sqlite3.connect(file) as database:
        database.executescript((HERE / "site_of_november_2026.sql").read_text())
    run(file, "manage.py", "migrate", "--verbosity=0")
    run(file, "manage.py", "makemigrations", "--check", "--dry-run")
    return json.loads(run(file, "manage.py", "shell", "--no-imports", "--command", ASK))


def run(database: Path, *command: str) -> str:
    environment = {
        **os.environ,
        "SECRET_KEY": "the-key-of-a-site-of-november-2026-0123456789abcdef",
        "DATABASE_URL": f"sqlite:///{database}",
        "SITE_URL": "http://localhost",  # Without a port its cookies are called as they were then.
        "AUDIENCE_STRATEGY": "token_exchange",
        "DEMO": "0",
    }
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_browser_stays_logged_in(answers):
    assert answers["session"] == OPENED


@pytest.mark.parametrize("second_factor", ["app", "recovery code"])
def test_a_password_and_a_second_factor_log_in(answers, second_factor):
    assert answers[second_factor] == OPENED


def test_attempts_that_were_counted_are_found_again(answers):
    assert answers["unlocked"] == "robin is unlocked."


def test_a_machine_is_known_by_its_secret(answers):
    token = answers["machine"]["access_token"]
    assert unverified(token)["permissions"] == ["list:movies"]


def test_a_login_that_lasts_is_renewed_and_signed_with_the_same_key(answers):
    token = answers["refreshed"]["access_token"]
    assert jwt.get_unverified_header(token)["kid"] == SIGNING_KEY
    claims = unverified(token)
    assert claims["sub"] == BATMAN
    assert "delete:movies" in claims["permissions"]
    assert "auth_time" in claims


def test_the_gateways_secret_is_the_same(answers):
    """One that no longer fits would be replaced at the migration."""
    assert answers["gateway"] == GATEWAY_SECRET


def test_what_people_allowed_others_is_known(answers):
    (consent,) = answers["consents"]
    assert (consent["client_id"], consent["allowed"]) == ("film-club", ["list:movies", "openid"])
    assert consent["refused"] == ["read:movies"]


def test_the_trail_is_whole(answers):
    assert "none changed" in answers["trail"]


def unverified(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})
