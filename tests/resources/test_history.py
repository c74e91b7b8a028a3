"""Who changed which record: kept with each change, and told to those who may know."""

import gzip
import hashlib
import json
from datetime import datetime

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit import disclosure
from audit.models import Change, Entry
from importing import importer
from movies.models import Movie
from permissions_api.exceptions import DirectoryUnavailable
from permissions_api.resource import all_permissions
from tests.issuer import ISSUER

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin(api, client_with):
    """Somebody who may do everything but read people."""
    others = [name for name in all_permissions() if name != "read:users"]
    return client_with(*others, sub="usher|2", client_id="kiosk", azp="kiosk")


@pytest.fixture
def batman(api, client_with):
    return client_with(*api.resource.permissions, "read:users", sub="usher|1")


@pytest.fixture
def row(api):
    """The address of a row as an import leaves it: nobody's doing."""
    return f"{api.url}{imported(api).pk}/"


def imported(api, **values):
    record = api.model(**{**api.body, **values})
    record.derive()
    api.model.objects.bulk_create([record])
    return record


def kept():
    return [(change.action, change.before, change.after) for change in Change.objects.order_by("id")]


def last_change(client, row):
    return client.get(row).json()["last_change"]


# What is told, and to whom


def test_who_may_not_read_people_learns_that_it_was_somebody(robin, row):
    answer = robin.patch(row, {"title": "New"}, format="json")
    assert set(answer.json()["last_change"]) == {"at", "by", "untold"}
    assert (answer.json()["last_change"]["by"], answer.json()["last_change"]["untold"]) == (None, None)
    assert last_change(robin, row) == answer.json()["last_change"]
    assert datetime.fromisoformat(last_change(robin, row)["at"]).tzinfo


def test_who_may_read_people_learns_who_it_was(robin, batman, row):
    robin.patch(row, {"title": "New"}, format="json")
    # There is no directory here that knows a name.
    assert last_change(batman, row)["by"] == {"subject": "usher|2", "name": ""}


def test_what_nobody_changed_since_it_was_imported_says_so(robin, batman, row):
    assert last_change(robin, row) is None
    assert last_change(batman, row) is None


def test_where_the_directory_is_away_it_is_unknown_and_not_nobody(batman, row, monkeypatch):
    nobodys = batman.get(row)["ETag"]

    def away(*_args):
        raise DirectoryUnavailable()

    monkeypatch.setattr(disclosure, "_may_know_people", away)
    unknown = {"at": None, "by": None, "untold": "unknown"}
    assert last_change(batman, row) == unknown
    # What was cached of one is not taken for the other; and it is the same row still.
    assert batman.get(row, headers={"If-None-Match": nobodys}).status_code == 200
    changed = batman.patch(row, {"title": "New"}, format="json", headers={"If-Match": nobodys})
    assert (changed.status_code, changed.json()["last_change"]) == (200, unknown)


def test_a_list_tells_nothing_of_it(batman, api, row):
    batman.patch(row, {"title": "New"}, format="json")
    (entry,) = batman.get(api.url).json()["results"]
    assert "last_change" not in entry


def test_the_answer_to_a_new_row_and_to_its_replacement_tell_it_too(batman, api):
    made = batman.post(api.url, api.body, format="json")
    row = f"{api.url}{made.json()['id']}/"
    assert made.json()["last_change"] == last_change(batman, row)
    replaced = batman.put(row, {**api.body, "title": "New"}, format="json")
    assert replaced.json()["last_change"] == last_change(batman, row)
    assert replaced.json()["last_change"]["at"] > made.json()["last_change"]["at"]


def test_it_cannot_be_set(robin, batman, api, row):
    forged = {"at": "2020-01-01T00:00:00Z", "by": {"subject": "usher|9", "name": "Joker"}}
    answer = robin.post(api.url, {**api.body, "title": "Other", "last_change": forged}, format="json")
    assert answer.json()["errors"] == {"last_change": ["This cannot be set."]}
    assert robin.patch(row, {"title": "New", "last_change": forged}, format="json").status_code == 200
    assert last_change(batman, row)["by"]["subject"] == "usher|2"


def test_a_row_as_it_was_read_can_be_put_back_after_somebody_else_changed_it(robin, batman, row):
    read = batman.get(row).json()
    robin.patch(row, {"title": "New"}, format="json")
    assert batman.put(row, read, format="json").status_code == 200


# Conditional requests


def test_the_etag_that_one_read_changes_the_row_whatever_one_may_know_by_then(client_with, api, robin, row):
    robin.patch(row, {"title": "New"}, format="json")
    before = client_with(*api.resource.permissions)
    after = client_with(*api.resource.permissions, "read:users")
    etag = before.get(row)["ETag"]
    assert after.get(row)["ETag"] != etag
    assert after.patch(row, {"title": "Newer"}, format="json", headers={"If-Match": etag}).status_code == 200
    etag = after.get(row)["ETag"]
    assert before.delete(row, headers={"If-Match": etag}).status_code == 204


def test_what_one_may_know_now_is_sent_though_the_row_is_known(client_with, api, robin, row):
    robin.patch(row, {"title": "New"}, format="json")
    unknowing, knowing = (client_with(*api.resource.permissions, *more) for more in ([], ["read:users"]))
    for first, then in ((unknowing, knowing), (knowing, unknowing)):
        etag = first.get(row)["ETag"]
        assert first.get(row, headers={"If-None-Match": etag}).status_code == 304
        assert then.get(row, headers={"If-None-Match": etag}).status_code == 200


def test_a_row_that_was_changed_and_changed_back_is_another_one(robin, batman, api, row):
    etag = batman.get(row)["ETag"]
    title = batman.get(row).json()["title"]
    for new in ("Between", title):
        robin.patch(row, {"title": new}, format="json")
    assert batman.get(row, headers={"If-None-Match": etag}).json()["last_change"]["by"]
    assert batman.delete(row, headers={"If-Match": etag}).status_code == 412


def test_a_change_of_an_older_row_is_told_who_changed_it(robin, batman, row):
    etag = batman.get(row)["ETag"]
    robin.patch(row, {"title": "New"}, format="json")
    for client, by in ((batman, {"subject": "usher|2", "name": ""}), (robin, None)):
        refused = client.put(row, {}, format="json", headers={"If-Match": etag})
        assert refused.status_code == 412
        told = {"at": last_change(robin, row)["at"], "by": by, "untold": None}
        assert refused.json()["last_change"] == told


def test_who_may_not_edit_is_told_nothing_by_a_wrong_etag(client_with, api, robin, row):
    robin.patch(row, {"title": "New"}, format="json")
    refused = client_with(f"read:{api.resource.name}").patch(
        row, {}, format="json", headers={"If-Match": '"x"'}
    )
    assert refused.status_code == 403
    assert "last_change" not in refused.json()


# What is kept


def test_a_change_is_kept_with_who_and_what_differs(robin, api, row):
    title = api.body["title"]
    robin.patch(row, {"title": "New", "year": api.body["year"]}, format="json")
    assert kept() == [(f"{api.model._meta.model_name}.changed", {"title": title}, {"title": "New"})]
    change = Change.objects.get()
    assert (change.actor_issuer, change.actor_subject, change.client) == (ISSUER, "usher|2", "kiosk")
    assert change.target_name == "New"
    assert not Entry.objects.filter(target_kind=change.target_kind).exists()


def test_a_row_that_is_made_and_one_that_is_deleted_are_kept_whole(robin, api):
    made = robin.post(api.url, api.body, format="json").json()
    robin.delete(f"{api.url}{made['id']}/")
    (created, _, new), (deleted, old, gone) = kept()
    kind = api.model._meta.model_name
    assert (created, deleted, gone) == (f"{kind}.created", f"{kind}.deleted", None)
    assert new == old
    assert new.keys() == api.body.keys()
    assert new["title"] == api.body["title"]


def test_what_changes_nothing_is_no_change(robin, api, row):
    robin.patch(row, {"title": api.body["title"]}, format="json")
    assert kept() == []
    assert last_change(robin, row) is None


def test_what_is_refused_is_no_change(robin, api, row):
    imported(api, title="Taken", **({"year": 1950} if api.model is Movie else {}))
    refused = robin.patch(row, {"title": ""}, format="json")
    assert refused.status_code == 400
    assert robin.post(api.url, api.body, format="json").status_code == 400
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_a_change_that_cannot_be_kept_is_not_made(robin, api, row, monkeypatch):
    def fail(*_args, **_options):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Change, "save", fail)
    assert robin.patch(row, {"title": "New"}, format="json").status_code == 503
    assert robin.delete(row).status_code == 503
    assert robin.post(api.url, {**api.body, "title": "Another"}, format="json").status_code == 503
    record = api.model.objects.get()
    assert record.title == api.body["title"]
    record.title = "By the shell"
    with pytest.raises(OperationalError):
        record.save()
    assert api.model.objects.get().title == api.body["title"]


def test_a_write_costs_one_statement_more_than_what_it_writes(robin, api, row):
    etag = robin.get(row)["ETag"]
    with CaptureQueriesContext(connection) as made:
        robin.patch(row, {"title": "New"}, format="json", headers={"If-Match": etag})
    words = [query["sql"].split()[0] for query in made.captured_queries]
    assert [word for word in words if word not in ("SAVEPOINT", "RELEASE")] == ["SELECT", "UPDATE", "INSERT"]


@pytest.mark.skipif(not configured.ADMIN, reason="the admin is not installed")
def test_a_change_in_the_admin_is_kept_as_the_persons(api, row):
    from django.contrib.auth.models import User

    from directory.demo import make_demo_people

    make_demo_people()
    gordon = User.objects.get(username="gordon")
    client = Client(headers={"Host": configured.SITE.netloc})
    client.force_login(gordon)
    record = api.model.objects.get()
    page = f"/admin/{api.model._meta.app_label}/{api.model._meta.model_name}/{record.pk}/change/"
    form = client.get(page).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    texts = {name: "\n".join(value) if isinstance(value, list) else value for name, value in values.items()}
    sent = {name: "" if value is None else value for name, value in texts.items()}
    assert client.post(page, {**sent, "title": "By hand"}).status_code == 302
    (change,) = Change.objects.all()
    assert (change.before, change.after) == ({"title": api.body["title"]}, {"title": "By hand"})
    assert (change.actor_subject, change.actor_name) == (f"usher|{gordon.pk}", "Commissioner Gordon")


def test_a_list_that_was_changed_in_place_is_kept_as_it_was_and_is(api, row):
    record = api.model.objects.get()
    field = "cast" if api.model is Movie else "authors"
    getattr(record, field).append("Robin")
    record.save()
    (_, before, after) = kept()[0]
    assert after[field] == [*before[field], "Robin"]


def test_a_row_that_was_not_read_whole_is_kept_with_what_it_was(api, row):
    record = api.model.objects.only("title").get()
    record.title = "By the shell"
    record.save()
    assert kept()[0][1:] == ({"title": api.body["title"]}, {"title": "By the shell"})


# Imports


def import_kept():
    return dict(Change.objects.get().after or {})


@pytest.fixture
def films(tmp_path):
    def run(*rows, name="films.jsonl", pack=bytes):
        file = tmp_path / name
        file.write_bytes(pack("".join(f"{json.dumps(row)}\n" for row in rows).encode()))
        call_command("import_movies", str(file), "--quiet")
        return hashlib.sha256(file.read_bytes()).hexdigest()

    return run


@pytest.mark.parametrize(("name", "pack"), [("films.jsonl", bytes), ("films.jsonl.gz", gzip.compress)])
def test_an_import_is_one_entry_with_hash_and_counts(films, monkeypatch, name, pack):
    monkeypatch.setattr(importer, "BATCH", 2)
    imported_films = [{"title": f"Film {number}", "year": 1950} for number in range(5)]
    first = films(*imported_films, {"title": ""}, name=name, pack=pack)
    again = films(*imported_films[:3], {**imported_films[3], "synopsis": "New."}, name=name, pack=pack)
    done, once_more = Change.objects.order_by("id")
    assert (done.action, done.target_name, done.before) == ("movie.imported", name, None)
    assert done.target_kind == "movies.file"
    assert done.actor_subject.startswith("command:")
    assert done.after == {"sha256": first, "read": 6, "added": 5, "changed": 0, "unchanged": 0, "refused": 1}
    counts = {"read": 4, "added": 0, "changed": 1, "unchanged": 3, "refused": 0}
    assert once_more.after == {"sha256": again, **counts}


def test_the_hash_is_that_of_the_whole_file_also_where_it_cannot_be_read_on(tmp_path):
    content = b'[{"title": "Gigi", "year": 1958}, oops] and more' + b" " * 200_000
    (tmp_path / "films.json").write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_movies", str(tmp_path / "films.json"), "--quiet")
    assert import_kept()["sha256"] == hashlib.sha256(content).hexdigest()
    assert import_kept()["added"] == 1


def test_an_import_that_is_interrupted_has_kept_what_it_wrote(films, monkeypatch):
    monkeypatch.setattr(importer, "BATCH", 1)
    written = importer.Import._write

    def interrupt_third(self, *args):
        if self.tally.read == 2:
            raise KeyboardInterrupt
        written(self, *args)

    monkeypatch.setattr(importer.Import, "_write", interrupt_third)
    with pytest.raises(SystemExit):
        films(*({"title": f"Film {number}", "year": 1950} for number in range(5)))
    assert import_kept()["sha256"] is None
    assert import_kept()["added"] == 2


def test_what_an_import_wrote_over_was_changed_by_nobody_since(films, client_with):
    heat, gigi = {"title": "Heat", "year": 1995}, {"title": "Gigi", "year": 1958}
    films(heat, gigi)
    client = client_with("read:movies", "edit:movies")
    rows = [f"/api/movies/{film.pk}/" for film in Movie.objects.order_by("year")]
    for row in rows:
        client.patch(row, {"synopsis": "Mine."}, format="json")
    films({**heat, "synopsis": "Theirs."}, gigi)
    assert last_change(client, rows[0]) is not None
    assert last_change(client, rows[1]) is None
    client.patch(rows[1], {"synopsis": "Mine again."}, format="json")
    assert last_change(client, rows[1]) is not None
