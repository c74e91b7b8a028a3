"""The daily routine of docs/roles-and-claims.md: its program changes rights, and the next token has them."""

import json
import re
from io import StringIO
from typing import Any

import pytest
import requests
from django.conf import settings as configured
from django.core.management import call_command
from rest_framework.test import RequestsClient

from tests.identity.browser import claims_of
from tooling.steps import ROOT

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

PAGE = (ROOT / "docs" / "roles-and-claims.md").read_text()


def page_program() -> dict[str, Any]:
    """Return the functions of the page's program, which knows nothing of tests."""
    (text,) = re.findall(r"```python\n# change_rights.py\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102  the page is ours
    return names


def page_command() -> list[str]:
    """Return the arguments by which the page registers the program."""
    (command,) = re.findall(r"^\./run (client add --id onboarding .*)$", PAGE, re.MULTILINE)
    return str(command).split()


@pytest.fixture
def program() -> dict[str, Any]:
    return page_program()


@pytest.fixture
def session(program, people) -> requests.Session:
    """A session of the client that the page's command registers, logged in as the page does."""
    said = StringIO()
    call_command(*page_command(), "--json", stdout=said)
    client = json.loads(said.getvalue())
    session: requests.Session = RequestsClient()
    program["log_in"](session, configured.SITE_URL, client["id"], client["secret"])
    return session


def test_what_a_program_gives_is_in_the_next_token_and_nobody_logs_in_again(program, session, browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    assert "write:books" not in claims_of(tokens["access_token"])["permissions"]
    program["give"](session, configured.SITE_URL, "robin", "write:books")
    later = robin.refresh(tokens["refresh_token"]).json()
    assert "write:books" in claims_of(later["access_token"])["permissions"]
    answer = robin.post(
        "/api/books/",
        {"title": "Batman: Year One", "authors": ["Frank Miller"]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {later['access_token']}"},
    )
    assert answer.status_code == 201, answer.content


def test_the_program_gives_no_more_than_it_holds(program, session, people):
    with pytest.raises(requests.HTTPError) as refused:
        program["give"](session, configured.SITE_URL, "robin", "delete:movies")
    assert refused.value.response.status_code == 403
    assert refused.value.response.json()["code"] == "unheld_permission"
