"""manage.py says in a sentence what is missing, and exits with an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SECRET_KEY": "only-for-tests", **variables}
    command = [sys.executable, str(folder / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DOTENV": "/nowhere"}, "DOTENV='/nowhere' does not exist"),
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE='/nowhere' cannot be read"),
        ({"PORT": "many"}, "PORT='many' is not a whole number"),
        ({"SITE_URL": "usher.example"}, "SITE_URL='usher.example' is not like https://usher.example"),
        ({"AUDIENCE_STRATEGY": "both"}, "AUDIENCE_STRATEGY='both' is not one of: single_audience"),
        ({"LOGIN_RATE": "often"}, "LOGIN_RATE='often' is not a rate"),
        (
            {"DEMO": "1", "SITE_URL": "https://usher.example"},
            "SITE_URL='https://usher.example' is not this machine",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_a_traceback(variables, sentence):
    done = manage("check", **variables)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_prepared_is_said_with_the_way_to_prepare_it(tmp_path):
    done = manage("grant", "robin", "list:movies", DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert done.returncode != 0
    assert "./run migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["token", "client", "signing_key", "setup"])
def test_a_command_of_the_provider_says_so_where_a_tenant_replaces_it(command):
    done = manage(command, "robin", OIDC_ISSUER="https://tenant.example/")
    assert done.returncode != 0
    assert f"{command} belongs to the embedded provider" in done.stderr
