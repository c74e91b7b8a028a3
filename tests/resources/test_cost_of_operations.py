"""How many statements each operation of each API costs, once its kind was asked for before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions_api.resource import all_permissions

pytestmark = pytest.mark.django_db

# Of a test's own transaction, which a request begins and ends here by savepoints.
APART = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


@pytest.fixture
def client(client_with):
    return client_with(*all_permissions())


@pytest.fixture
def cost(client):
    def asking(method, url, status, body=None, **headers):
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(url, body, format="json", **headers)
        assert answer.status_code == status, answer.content
        return [query["sql"] for query in queries if not query["sql"].startswith(APART)], answer

    return asking


def test_every_operation_of_a_resource_costs_the_statements_it_is_made_of(api, cost):
    for title in ("First", "Second", "Third", "Fourth"):
        api.make(title=title)
    url, found = api.url, {}
    body = {**api.body, "title": "Made"}
    for _before in range(2):
        _, first = cost("get", f"{url}?page_size=2", 200)
        made_one, made = cost("post", url, 201, body)
        one = f"{url}{made.json()['id']}/"
        asked = {
            "list": ("get", f"{url}?page_size=2", 200),
            "page 2": ("get", first.json()["next"], 200),
            "detail": ("get", one, 200),
            "edit": ("patch", one, 200, {"title": "Changed"}),
            "replace": ("put", one, 200, {**body, "title": "Replaced"}),
            "summary": ("get", f"{url}summary/", 200),
            "summary again": ("get", f"{url}summary/", 200),
            "count": ("get", f"{url}count/", 200),
            "delete": ("delete", one, 204),
        }
        found = {"create": made_one, **{name: cost(*how)[0] for name, how in asked.items()}}
        _, shown = cost("get", f"{url}?page_size=2", 200)
        found["304"], _ = cost("get", f"{url}?page_size=2", 304, HTTP_IF_NONE_MATCH=shown["ETag"])
    # One a chart, with the version before and after; on SQLite names are counted in a table of their own.
    assert len(found.pop("summary")) <= (7 if connection.vendor == "sqlite" else 6)
    assert {name: len(statements) for name, statements in found.items()} == {
        "create": 2,  # the row, and who made it
        "list": 1,
        "page 2": 1,
        "detail": 1,  # the row, and who changed it last
        "edit": 3,  # the row as it was, as it is, and who changed it
        "replace": 3,
        "summary again": 1,
        "count": 1,
        "delete": 3,
        "304": 1,
    }, found


@pytest.mark.parametrize(
    ("url", "most"),
    [("/api/audit/", 1), ("/api/audit/changes/", 1), ("/api/audit/refusals/", 1)],
)
def test_a_list_of_the_audit_costs_one_statement(cost, url, most):
    cost("get", url, 200)
    assert len(cost("get", url, 200)[0]) == most


@pytest.mark.identity
def test_lists_and_details_of_people_and_roles_cost_the_same_for_any_number(cost, people):
    from django.contrib.auth.models import Group, User

    counted = []
    for number in range(2):
        for more in range(4):
            User.objects.create(username=f"more-{number}-{more}").groups.add(*Group.objects.all())
        person, role = User.objects.get(username="robin"), Group.objects.first()
        subject = next(
            each["id"]
            for each in cost("get", "/api/users/?search=robin", 200)[1].json()["results"]
            if each["username"] == person.username
        )
        asked = ["/api/users/", f"/api/users/{subject}/", "/api/roles/", f"/api/roles/{role.pk}/"]
        counted.append([len(cost("get", url, 200)[0]) for url in asked])
    assert counted[0] == counted[1]
    assert counted[1][0] <= 3  # people, their roles, what they hold directly
    assert max(counted[1]) <= 6
