"""docs/roles-and-claims.md: its code as it stands there, before and after the change to permissions."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from tests.issuer import token_with
from tooling.install import node
from tooling.steps import ROOT

PAGE = (ROOT / "docs" / "roles-and-claims.md").read_text()
BLOCKS = re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)
ACTION = re.findall(r"```javascript\n(.*?)```", PAGE, re.DOTALL)[0]
TODOS = "https://todos.example/"
# What the Action says of somebody, as a tenant's post-login trigger would ask it.
RUN_ACTION = """
const exports = {}, claims = {};
new Function("exports", process.argv[1])(exports);
const accessToken = { setCustomClaim: (name, value) => { claims[name] = value; } };
const user = JSON.parse(process.argv[2]);
exports.onExecutePostLogin({ user }, { accessToken }).then(() => console.log(JSON.stringify(claims)));
"""


def claims_by_action(user: Any) -> dict[str, Any]:
    command = [node(), "-e", RUN_ACTION, ACTION, json.dumps(user)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    claims: dict[str, Any] = json.loads(done.stdout)
    return claims


@pytest.fixture
def site_with(tmp_path: Path, monkeypatch, settings, conf) -> Callable[..., None]:
    """Return what makes the page's files the site, where a file stands more than once its n-th state."""

    def make(views: int) -> None:
        states = [text for name, text in BLOCKS if name == "todos/views.py"]
        files = dict(BLOCKS) | {"todos/views.py": states[views]}
        (tmp_path / "todos").mkdir()
        for name, text in files.items():
            if name.startswith("todos/"):
                (tmp_path / name).write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        for name in [name for name in sys.modules if name.partition(".")[0] == "todos"]:
            monkeypatch.delitem(sys.modules, name)
        theirs: dict[str, Any] = {"INSTALLED_APPS": []}
        exec(files["mysite/settings.py"], theirs)  # noqa: S102  the page is ours
        for name, value in theirs["PERMISSIONS_API"].items():
            if name != "ISSUER":  # the tests' own
                setattr(conf, name, value)
        conf.STRICT = False
        from todos.views import TodoViewSet  # type: ignore[import-not-found]

        router = SimpleRouter()
        router.register("", TodoViewSet, basename="todo")
        settings.ROOT_URLCONF = type(
            "Addresses", (), {"urlpatterns": [path("api/todos/", include(router.urls))]}
        )

    return make


def status(send: Any, token: str | None) -> int:
    answer: int = send(token, "/api/todos/").status_code
    return answer


def test_a_view_by_the_role_opens_to_whom_the_action_names_it(send, site_with):
    site_with(views=0)
    call_command("check", tags=[], fail_level="WARNING")
    assert status(send, None) == 401
    for metadata in ({"roles": ["admin", "staff"]}, {"roles": ["admin"]}):
        claims = claims_by_action({"app_metadata": metadata})
        assert status(send, token_with(audience=TODOS, **claims)) == 200
    others: list[dict[str, Any]] = [{}, *({"app_metadata": {"roles": held}} for held in ("admin", ["staff"]))]
    for user in others:
        refused = send(token_with(audience=TODOS, **claims_by_action(user)), "/api/todos/")
        assert (refused.status_code, refused.json()["required_role"]) == (403, "admin")
    # The standard claim opens it no more than a scope does.
    assert status(send, token_with("list:todos", audience=TODOS)) == 403


def test_the_same_view_after_the_change_asks_for_the_permission(send, site_with):
    site_with(views=1)
    claims = claims_by_action({"app_metadata": {"roles": ["admin"]}})
    assert status(send, None) == 401
    refused = send(token_with(audience=TODOS, **claims), "/api/todos/")
    assert (refused.status_code, refused.json()["required_permission"]) == (403, "list:todos")
    assert status(send, token_with("list:todos", audience=TODOS)) == 200


def test_before_and_after_differ_by_the_import_and_the_claim():
    (before,) = re.findall(r"```python\n# before: todos/permissions.py\n(.*?)```", PAGE, re.DOTALL)
    after = dict(BLOCKS)["todos/permissions.py"]
    changed = before.replace("rest_framework_auth0.permissions", "permissions_api.contrib.claims")
    claim = re.compile(r"    claim = .*\n")
    assert claim.search(after)
    assert claim.sub("", after) == changed
