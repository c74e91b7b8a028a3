"""Conditional requests: what is known is not sent again, what was not seen is not overwritten."""

import sqlite3
import threading

import pytest
from django.db import connection, connections

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(api):
    return f"{api.url}{api.make().pk}/"


def test_a_stranger_who_knows_the_etag_is_still_refused(api, client, client_with, row):
    etag = client.get(row)["ETag"]
    stranger = client_with("list:users")
    assert stranger.get(row, headers={"If-None-Match": etag}).status_code == 403
    assert stranger.put(row, {}, format="json", headers={"If-Match": '"other"'}).status_code == 403
    assert stranger.delete(row, headers={"If-Match": etag}).status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("known", ['"other"', 'W/"other"', '"a", "b"'])
def test_a_change_of_something_that_changed_meanwhile_is_refused(api, client, row, method, known):
    answer = getattr(client, method)(row, api.body, format="json", headers={"If-Match": known})
    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"
    assert "changed meanwhile" in answer.json()["detail"]
    assert client.get(row).status_code == 200


@pytest.mark.parametrize("known", ["other", "", "W/", '"open'])
def test_an_etag_without_its_quotes_is_not_taken_for_none(client, row, known):
    answer = client.delete(row, headers={"If-Match": known})
    assert answer.status_code == 400
    assert "with its quotes" in answer.json()["errors"]["If-Match"][0]


def test_a_weak_etag_does_not_allow_a_change(client, row):
    etag = client.get(row)["ETag"]
    assert not etag.startswith("W/")
    assert client.delete(row, headers={"If-Match": f"W/{etag}"}).status_code == 412


def test_a_change_of_a_missing_row_is_404_whatever_is_known(api, client):
    assert (
        client.patch(f"{api.url}424242/", {}, format="json", headers={"If-Match": '"x"'}).status_code == 404
    )


def test_one_who_saw_the_row_may_change_it_and_learns_its_next_etag(client, row):
    first = client.get(row)["ETag"]
    changed = client.patch(row, {"title": "New"}, format="json", headers={"If-Match": first})
    assert changed.status_code == 200
    assert changed["ETag"] != first
    assert client.get(row)["ETag"] == changed["ETag"]
    assert (
        client.patch(row, {"title": "Newer"}, format="json", headers={"If-Match": first}).status_code == 412
    )
    assert client.delete(row, headers={"If-Match": f'"x", {changed["ETag"]}'}).status_code == 204


def test_without_if_match_or_with_a_star_a_change_needs_no_knowledge(client, row):
    assert client.patch(row, {"title": "New"}, format="json").status_code == 200
    assert client.delete(row, headers={"If-Match": "*"}).status_code == 204


def test_what_is_known_is_not_sent_again(api, client, row):
    for url in (row, api.url, f"{api.url}summary/"):
        first = client.get(url)
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Accept"} <= {name.strip() for name in again["Vary"].split(",")}
        assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_from_anywhere_changes_the_etags(api, client, row):
    before = {url: client.get(url)["ETag"] for url in (row, api.url)}
    api.model.objects.update(title="Written past the API")
    for url, etag in before.items():
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_head_answers_as_get_does_without_a_body(client, row):
    head = client.head(row)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get(row)["ETag"]


@pytest.fixture
def database_for_threads(transactional_db, tmp_path):
    """A database that several threads can use at once: on SQLite the tests' own lives in one connection."""
    if connection.vendor != "sqlite":
        yield
        return
    file = tmp_path / "threads.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], str(file)
    yield
    settings["NAME"] = name


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_row_at_once_one_is_refused(api, client, request):
    row = f"{api.url}{api.make().pk}/"
    etag = client.get(row)["ETag"]
    request.getfixturevalue("database_for_threads")
    statuses, together = [], threading.Barrier(6)

    def change(number):
        together.wait()
        body = {"title": f"Title {number}"}
        statuses.append(client.patch(row, body, format="json", headers={"If-Match": etag}).status_code)
        connections["default"].close()

    threads = [threading.Thread(target=change, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 412, 412, 412, 412, 412]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_row_at_once_one_is_refused(api, client, request):
    request.getfixturevalue("database_for_threads")
    statuses, together = [], threading.Barrier(4)

    def add():
        together.wait()
        statuses.append(client.post(api.url, api.body, format="json").status_code)
        connections["default"].close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 400, 400, 400]
