"""Who may do what: one table, written by hand, asked of the running APIs with real tokens.

Each app of a resource has its rows, the bodies that they send and a record to work on in
``tests/APP/matrix.py``; those of the site's own APIs stand here.
"""

import json
import re
from collections.abc import Iterator
from copy import copy
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from rest_framework.test import APIClient

from directory.demo import PASSWORD, make_demo_people
from directory.effective_permissions import effective_permissions
from directory.grants import grant
from directory.subjects import subject_of
from permissions_api.conf import conf
from tests.made_rows import ensure_made

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

# The permission is what a refusal names; "any token" and "open" need none. The warden holds edit:users
# and edit:roles alone: where that opens the operation but not this change of it, it says 403*.
TABLE = """
method path                  permission     batman robin alfred joker warden nobody
GET    /api/users/           list:users     200    403   403    403   403    401
GET    /api/users/count/     list:users     200    403   403    403   403    401
POST   /api/users/           write:users    201    403   403    403   403    401
GET    /api/users/{id}/      read:users     200    403   403    403   403    401
PATCH  /api/users/{id}/      edit:users     200    403   403    403   200    401
GET    /api/users/{id}/logins/ read:users   200    403   403    403   403    401
GET    /api/users/{id}/grants/history/ read:users 200 403 403   403   403    401
POST   /api/users/{id}/suspend/ suspend:users 204  403   403    403   403    401
GET    /api/users/{id}/sole/ read:users     200    403   403    403   403    401
GET    /api/users/{id}/grants/ read:users   200    403   403    403   403    401
PUT    /api/users/{id}/grants/ edit:roles   200    403   403    403   403*   401
GET    /api/roles/           list:roles     200    403   403    403   403    401
POST   /api/roles/           write:roles    201    403   403    403   403    401
GET    /api/roles/{id}/      read:roles     200    403   403    403   403    401
PUT    /api/roles/{id}/      edit:roles     200    403   403    403   403*   401
PATCH  /api/roles/{id}/      edit:roles     200    403   403    403   200    401
DELETE /api/roles/{id}/      delete:roles   204    403   403    403   403    401
GET    /api/roles/{id}/preview/ read:roles  200    403   403    403   403    401
GET    /api/roles/{id}/members/ read:roles  200    403   403    403   403    401
PATCH  /api/roles/{id}/members/ edit:roles  200    403   403    403   200    401
GET    /api/roles/{id}/members/preview/ edit:roles 200 403 403  403   200    401
GET    /api/audit/           list:audit     200    403   403    403   403    401
GET    /api/audit/changes/   list:audit     200    403   403    403   403    401
GET    /api/audit/days/      list:audit     200    403   403    403   403    401
GET    /api/audit/refusals/  list:audit     200    403   403    403   403    401
GET    /me/permissions       any token      200    200   200    200   200    401
GET    /me/access            any token      200    200   200    200   200    401
GET    /me/consents          any token      200    200   200    200   200    401
DELETE /me/consents/{id}     any token      204    204   204    204   204    401
GET    /api/schema/          open           200    200   200    200   200    200
GET    /api/docs/            open           200    200   200    200   200    200
"""
# Likewise for operations on Batman and on his role, from whom those who hold less take nothing.
ON_BATMAN = """
PATCH  /api/users/{batman}/          edit:users    200 403 403 403 403* 401
PUT    /api/users/{batman}/grants/   edit:roles    200 403 403 403 403* 401
POST   /api/users/{batman}/suspend/  suspend:users 409 403 403 403 403  401
PUT    /api/roles/{managers}/        edit:roles    200 403 403 403 403* 401
PATCH  /api/roles/{managers}/        edit:roles    200 403 403 403 403* 401
DELETE /api/roles/{managers}/        delete:roles  204 403 403 403 403  401
"""
BODIES = {
    ("users", "POST"): {"username": "selina", "name": "Selina Kyle"},
    ("users", "PATCH"): {"name": "Selina Wayne"},
    ("users", "PUT"): {"roles": [], "permissions": ["write:books"]},
    ("roles", "POST"): {"name": "Librarians", "permissions": ["list:books"]},
    ("roles", "PUT"): {"name": "Readers", "permissions": ["read:books"]},
    ("roles", "PATCH"): {"permissions": []},
    ("members", "PATCH"): {"add": [], "remove": []},
}
# By the names of the resources, which those of their apps are, in menu order.
OF_APPS = {
    app: import_module(f"tests.{app}.matrix")
    for app in dict.fromkeys(path.partition(".")[0] for path in conf.RESOURCES)
    if Path(__file__).with_name(app).joinpath("matrix.py").exists()
}
BODIES |= {(app, method): body for app, rows in OF_APPS.items() for method, body in rows.BODIES.items()}
HEADER, *ROWS = [
    line.rsplit(None, 6)
    for table in (TABLE, *(rows.TABLE for rows in OF_APPS.values()))
    for line in table.strip().splitlines()
]
ROWS_ON_BATMAN = [line.rsplit(None, 6) for line in ON_BATMAN.strip().splitlines()]
PEOPLE = HEADER[1:]


def cases() -> Iterator[tuple[str, str, str, str, str]]:
    for operation, *statuses in ROWS + ROWS_ON_BATMAN:
        method, path, permission = operation.split(None, 2)
        for person, status in zip(PEOPLE, statuses, strict=True):
            yield method, path, permission, person, status


def make_people() -> None:
    """Make the people of the demo, and the warden."""
    make_demo_people()
    warden, made = User.objects.get_or_create(username="warden")
    if made:
        warden.set_password(PASSWORD)
        warden.save()
        for permission in ("edit:users", "edit:roles"):
            grant(warden, permission)


def make_records() -> None:
    """Make a record of each app, somebody, a role and everybody's consent to work on."""
    from identity.clients.registration import Registration, register
    from identity.models import Consent

    for rows in OF_APPS.values():
        copy(rows.RECORD).save()
    User.objects.create_user("vicki")
    Group.objects.create(name="Reporters")
    make_people()
    client, _ = register(Registration("Partner", "partner", ["https://partner.example/cb"], third_party=True))
    for user in User.objects.all():
        Consent.objects.create(user=user, application=client)


@pytest.fixture
def address() -> dict[str, str]:
    """The addresses of the records, by those of their kinds."""
    ensure_made(make_records)
    records = {app: type(rows.RECORD).objects.get() for app, rows in OF_APPS.items()}
    user, batman = (quote(subject_of(User.objects.get(username=name))) for name in ("vicki", "batman"))
    role, managers = (Group.objects.get(name=name) for name in ("Reporters", "Managers"))
    return {
        **{f"/api/{app}/{{id}}/": f"/api/{app}/{record.pk}/" for app, record in records.items()},
        "/api/users/{id}/": f"/api/users/{user}/",
        "/api/users/{id}/grants/": f"/api/users/{user}/grants/",
        "/api/users/{id}/logins/": f"/api/users/{user}/logins/",
        "/api/users/{id}/grants/history/": f"/api/users/{user}/grants/history/",
        "/api/users/{id}/sole/": f"/api/users/{user}/sole/",
        "/api/users/{id}/suspend/": f"/api/users/{user}/suspend/",
        "/api/users/{batman}/": f"/api/users/{batman}/",
        "/api/users/{batman}/grants/": f"/api/users/{batman}/grants/",
        "/api/users/{batman}/suspend/": f"/api/users/{batman}/suspend/",
        "/api/roles/{managers}/": f"/api/roles/{managers.pk}/",
        "/api/roles/{id}/": f"/api/roles/{role.pk}/",
        "/api/roles/{id}/preview/": f"/api/roles/{role.pk}/preview/",
        "/api/roles/{id}/members/": f"/api/roles/{role.pk}/members/",
        "/api/roles/{id}/members/preview/": f"/api/roles/{role.pk}/members/preview/",
        "/me/consents/{id}": "/me/consents/partner",
    }


@pytest.mark.parametrize(("method", "path", "permission", "person", "status"), list(cases()))
def test_each_person_gets_what_the_table_says(address, method, path, permission, person, status):
    answer = ask(method, address.get(path, path), person)
    assert str(answer.status_code) == status.rstrip("*")
    if status == "403*":
        assert answer.json()["code"] == "unheld_permission"
    elif status == "403":
        assert answer.json()["required_permission"] == permission
        assert f'scope="{permission}"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("path", [f"/api/{app}/" for app in OF_APPS])
def test_head_opens_what_get_opens_and_shows_nothing(address, path, person):
    assert ask("HEAD", path, person).status_code == ask("GET", path, person).status_code
    assert ask("HEAD", path, person).content == b""


@pytest.mark.parametrize("path", [f"/api/{app}/999999/" for app in OF_APPS])
def test_what_does_not_exist_is_404_only_to_those_who_may_look(path):
    ensure_made(make_people)
    assert [ask("GET", path, person).status_code for person in PEOPLE] == [404, 404, 404, 403, 403, 401]


def test_the_table_has_a_row_for_every_operation_of_the_site():
    written = {tuple(operation.split(None, 2)[:2]) for operation, *_ in ROWS}
    assert written == set(operations(get_resolver().url_patterns, "/"))


def ask(method: str, path: str, person: str):
    client = APIClient(headers={"Host": settings.SITE.netloc})
    if person != "nobody":
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_of(User.objects.get(username=person))}")
    return client.generic(method, path, *json_body(path, method))


def token_of(person: User) -> str:
    """Return a token as of somebody who has just logged in, which some operations ask for."""
    from identity.clients.applications import MANAGE_CLIENT_ID
    from identity.token.token_claims import mint_access_token

    return mint_access_token(
        subject=subject_of(person),
        client_id=MANAGE_CLIENT_ID,
        audience=conf.AUDIENCE,
        held=effective_permissions(person),
        auth_time=timezone.now(),
    )


def json_body(path: str, method: str) -> tuple[str, str]:
    resource, last = path.split("/")[2], path.split("/")[-2]
    body = BODIES.get((last, method)) or BODIES.get((resource, method))
    return (json.dumps(body) if body else "", "application/json")


def operations(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield method and address of every DRF view of the site, read from the URLconf itself."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern).strip("^$")
        if address in ("/gateway/", "/bff/"):
            continue  # They answer for the APIs by their own rows; tests/gateway and tests/bff ask them.
        if isinstance(pattern, URLResolver):
            yield from operations(pattern.url_patterns, address)
            continue
        view = getattr(pattern.callback, "cls", None)
        if view is None:
            continue
        methods = getattr(pattern.callback, "actions", None) or {
            name: name for name in view.http_method_names if hasattr(view, name) and name != "options"
        }
        for method in methods:
            if method != "head":
                yield method.upper(), plain(address)


def plain(address: str) -> str:
    """Write a route's parameter as ``{id}``."""
    return re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "{id}", address).replace("\\Z", "")
