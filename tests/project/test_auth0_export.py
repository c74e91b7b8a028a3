"""``manage.py auth0_export DIR``: what a tenant must hold for the site, and whose files it writes over."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from directory.demo import make_demo_people
from permissions_api.resource import all_permissions
from permissions_api.strategies import STRATEGIES
from tests.made_rows import ensure_made

API, MOVIES = "https://api.usher.example/", "https://movies.usher.example/"
MANAGEMENT = "https://##AUTH0_DOMAIN##/api/v2/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path, capsys):
    """Return a function that exports into a folder and returns the records by kind, or one kind's by name."""

    def run(kind: str = "") -> Any:
        call_command("auth0_export", str(tmp_path / "tenant"))
        return records(tmp_path / "tenant", kind) if kind else capsys.readouterr().out

    return run


def records(folder: Path, kind: str) -> dict[str, Any]:
    key = {"resource-servers": "identifier", "grants": "client_id"}.get(kind, "name")
    found = [json.loads(path.read_text()) for path in sorted((folder / kind).glob("*.json"))]
    if kind == "grants":
        return {f"{each['client_id']} at {each['audience']}": each["scope"] for each in found}
    return {each[key]: each for each in found}


def scopes(api: dict[str, Any]) -> list[str]:
    return [scope["value"] for scope in api["scopes"]]


def test_an_api_has_rbac_on_and_its_permissions_in_the_token_with_words(export):
    api = export("resource-servers")[API]
    assert api["enforce_policies"] is True
    assert api["token_dialect"] == "access_token_authz"
    assert scopes(api) == list(all_permissions())
    assert {"value": "list:movies", "description": "See the list of movies"} in api["scopes"]
    assert api["token_lifetime"] == api["token_lifetime_for_web"] == 600


@pytest.mark.parametrize(
    ("strategy", "apis", "all_in_one"),
    [
        ("single_audience", 1, True),
        ("per_api_tokens", 6, False),
        ("multi_resource_refresh_token", 6, False),
        ("gateway_client_credentials", 6, True),
        ("token_exchange", 6, True),
        ("backend_for_frontend", 6, True),
    ],
)
def test_each_strategy_has_the_apis_whose_tokens_it_takes(export, conf, strategy, apis, all_in_one):
    conf.STRATEGY = strategy
    found = export("resource-servers")
    assert len(found) == apis
    assert scopes(found[API]) == (list(all_permissions()) if all_in_one else [])
    assert strategy == "single_audience" or "edit:movies" in scopes(found[MOVIES])


def test_the_app_s_addresses_follow_the_site_s(export, settings):
    settings.SITE_URL = "https://usher.gotham.example"
    app = export("clients")["Usher app at usher.gotham.example"]
    assert app["callbacks"][0] == "https://usher.gotham.example/callback"
    assert app["allowed_logout_urls"] == ["https://usher.gotham.example/"]
    assert app["web_origins"] == ["https://usher.gotham.example"]
    assert app["token_endpoint_auth_method"] == "none"


def test_one_refresh_token_is_for_every_api_where_the_strategy_says_so_and_else_there_is_none(export, conf):
    app = export("clients")["Usher app at localhost:8000"]
    assert "refresh_token" not in app["grant_types"]
    assert "refresh_token" not in app
    conf.STRATEGY = "multi_resource_refresh_token"
    app = export("clients")["Usher app at localhost:8000"]
    policies = {each["audience"]: each["scope"] for each in app["refresh_token"]["policies"]}
    assert "edit:movies" in policies[MOVIES]
    assert len(policies) == 5
    assert app["refresh_token"]["rotation_type"] == "rotating"
    assert export("resource-servers")[API]["allow_offline_access"] is True


def test_where_tokens_stay_at_the_server_that_is_the_client_and_no_page_has_a_callback(
    export, conf, settings
):
    conf.STRATEGY = "backend_for_frontend"
    settings.SITE_URL = "https://usher.gotham.example"
    clients = export("clients")
    assert "Usher app at usher.gotham.example" not in clients
    server = clients["Usher backend at usher.gotham.example"]
    assert server["app_type"] == "regular_web"
    assert server["token_endpoint_auth_method"] == "client_secret_post"
    assert server["callbacks"] == ["https://usher.gotham.example/bff/callback"]
    assert server["web_origins"] == []
    assert server["oidc_logout"] == {
        "backchannel_logout_urls": ["https://usher.gotham.example/bff/backchannel-logout"],
        "backchannel_logout_initiators": {"mode": "all"},
    }
    assert "refresh_token" in server["grant_types"]
    assert server["refresh_token"]["rotation_type"] == "non-rotating"
    assert {each["audience"] for each in server["refresh_token"]["policies"]} > {API, MOVIES}
    assert export("resource-servers")[API]["allow_offline_access"] is True
    held = export("roles")["Employees"]["permissions"]
    assert {API, MOVIES} <= {each["resource_server_identifier"] for each in held}


def test_a_machine_is_granted_what_it_needs_and_no_more(export, conf):
    grants = export("grants")
    assert grants[f"Usher claims at localhost:8000 at {MANAGEMENT}"] == ["read:users"]
    assert not any(client.startswith("Usher gateway") for client in grants)
    conf.STRATEGY = "gateway_client_credentials"
    assert "edit:movies" in export("grants")[f"Usher gateway at localhost:8000 at {MOVIES}"]
    assert f"Usher gateway at localhost:8000 at {API}" not in export("grants")


def test_a_gateway_that_exchanges_is_the_client_of_the_logical_api_and_granted_nothing(export, conf):
    conf.STRATEGY = "token_exchange"
    gateway = export("clients")["Usher gateway at localhost:8000"]
    assert gateway["resource_server_identifier"] == API
    assert gateway["token_exchange"] == {"allow_any_profile_of_type": ["on_behalf_of_token_exchange"]}
    assert not any(client.startswith("Usher gateway") for client in export("grants"))


def test_without_a_directory_there_is_no_machine_that_may_change_people_nor_an_api_about_them(export, conf):
    assert "Usher directory at localhost:8000" in export("clients")
    conf.DIRECTORY = ""
    assert "Usher directory at localhost:8000" not in export("clients")
    assert "edit:users" not in scopes(export("resource-servers")[API])


def test_the_roles_are_those_of_the_site_and_else_the_starting_ones(export, conf):
    assert set(export("roles")) == {"Managers", "Employees"}
    ensure_made(make_demo_people)
    Group.objects.create(name="Night watch")
    found = export("roles")
    assert set(found) == {"Managers", "Employees", "Night watch"}
    assert {"permission_name": "list:movies", "resource_server_identifier": API} in found["Employees"][
        "permissions"
    ]
    conf.STRATEGY = "per_api_tokens"
    employees = export("roles")["Employees"]["permissions"]
    assert {"permission_name": "list:movies", "resource_server_identifier": MOVIES} in employees
    assert not any(each["resource_server_identifier"] == API for each in employees)
    # Through the gateway people come with a token for all APIs; the gateway has its own for each.
    conf.STRATEGY = "gateway_client_credentials"
    employees = export("roles")["Employees"]["permissions"]
    assert {each["resource_server_identifier"] for each in employees} == {API}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_secret_is_written(export, conf, settings, tmp_path, strategy):
    conf.STRATEGY = strategy
    settings.GATEWAY_CLIENT_SECRET = "a-secret-of-the-gateway"
    export()
    for path in (tmp_path / "tenant").rglob("*.*"):
        text = path.read_text() if path.is_file() else ""
        assert settings.SECRET_KEY not in text
        assert "a-secret-of-the-gateway" not in text
    (action,) = export("actions").values()
    assert all(re.fullmatch(r"##\w+##", secret["value"]) for secret in action["secrets"])


def test_it_says_what_it_wrote_and_writes_the_same_again(export, tmp_path):
    said = export()
    for path in (tmp_path / "tenant").rglob("*.js*"):
        assert path.name == ".auth0_export.json" or f"wrote {path}\n" in said
    assert export() == said


def test_what_is_no_longer_needed_goes(export, conf, tmp_path):
    conf.STRATEGY = "gateway_client_credentials"
    export()
    conf.STRATEGY = "single_audience"
    assert "02-usher-gateway-at-localhost-8000.json, which is no longer needed" in export()
    assert "Usher gateway at localhost:8000" not in records(tmp_path / "tenant", "clients")


@pytest.mark.parametrize("way", ["another's", "changed", "a link", "a folder"])
def test_nothing_is_written_where_a_file_is_somebody_else_s(export, conf, tmp_path, way):
    path = tmp_path / "tenant" / "clients" / "01-usher-app-at-localhost-8000.json"
    if way == "changed":
        export()
    path.parent.mkdir(parents=True, exist_ok=True)
    if way == "a link":
        (tmp_path / "elsewhere").write_text("mine")
        path.symlink_to(tmp_path / "elsewhere")
    elif way == "a folder":
        path.mkdir()
    else:
        path.write_text("mine")
    before = sorted(str(each) for each in tmp_path.rglob("*"))
    conf.STRATEGY = "token_exchange"
    with pytest.raises(CommandError, match=r"clients/01-usher-app-at-localhost-8000\.json"):
        export()
    assert sorted(str(each) for each in tmp_path.rglob("*")) == before
    assert way == "a folder" or path.read_text() == "mine"


@pytest.mark.parametrize("name", ["##AUTH0_CLIENT_SECRET##", "@@AUTH0_CLIENT_SECRET@@"])
def test_a_role_s_name_cannot_draw_the_tool_s_secret_into_the_tenant(export, name):
    Group.objects.create(name=name)
    with pytest.raises(CommandError, match="would be read as a variable"):
        export()
