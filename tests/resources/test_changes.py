"""Creating, changing and deleting a row: what is refused, and what becomes of the rest."""

import json

import pytest
from django.db import IntegrityError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": ""}, "title", "must be filled in"),
        ({"title": "  \t "}, "title", "must be filled in"),
        ({"title": None}, "title", "must be filled in"),
        ({"title": "x" * 501}, "title", "500"),
        ({"title": ["x"]}, "title", "must be a text"),
        ({"title": "a\nb"}, "title", "one line"),
        ({"title": "nul\0"}, "title", "characters that are not text"),
        ({"title": "bell \x07"}, "title", "one line"),
        ({"year": "soon"}, "year", "must be a whole number"),
        ({"year": 1950.5}, "year", "must be a whole number"),
        ({"year": 10**30}, "year", "must lie between"),
        ({"year": 2200}, "year", "must lie between"),
        ({"id": 7}, "id", "cannot be set"),
        ({"rating": 7}, "rating", "not known here"),
        ({"search_text": "x"}, "search_text", "not known here"),
    ],
)
def test_a_body_that_is_not_good_is_refused_by_field(api, client, change, field, sentence):
    answer = client.post(api.url, {**api.body, **change}, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert sentence in answer.json()["errors"][field][0]
    assert not api.model.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://example.org/a", "//example.org/a", "example", "https://",
     "data:text/html,x", " java\nscript:x", "https://exa mple.org/", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_is_http_or_https(api, client, address):
    field = {"movies": "poster", "books": "cover"}[api.resource.name]
    answer = client.post(api.url, {**api.body, field: address}, format="json")
    assert list(answer.json()["errors"]) == [field]
    assert "web address" in answer.json()["errors"][field][0]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("Keaton", "list of texts"),
        ({"0": "Keaton"}, "list of texts"),
        ([1], "list of texts"),
        ([None], "list of texts"),
        ([["x"]], "list of texts"),
        (5, "list of texts"),
        (None, "must be filled in"),
        (["Keaton", " "], "No item may be empty"),
        (["x" * 201], "more than 200"),
        ([f"name {number}" for number in range(101)], "at most 100"),
        (["nul\0"], "one line"),
    ],
)
def test_a_list_of_names_is_a_list_of_names(api, client, names, sentence):
    field = {"movies": "cast", "books": "authors"}[api.resource.name]
    answer = client.post(api.url, {**api.body, field: names}, format="json")
    assert answer.status_code == 400
    assert sentence in answer.json()["errors"][field][0]


def test_half_a_character_is_refused(api, client):
    body = json.dumps({**api.body, "title": "half \ud83d"})
    answer = client.post(api.url, body, content_type="application/json")
    assert "not text" in answer.json()["errors"]["title"][0]


def test_half_a_character_in_a_name_is_refused(api, client):
    answer = client.post(api.url, json.dumps({**api.body, "\ud83d": 1}), content_type="application/json")
    assert answer.status_code == 400
    assert "not known here" in answer.json()["errors"]["\ud83d"][0]


@pytest.mark.parametrize("body", [[], "text", 5, None])
def test_a_body_that_is_no_object_is_refused(api, client, body):
    answer = client.post(api.url, body, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_every_fault_of_a_body_is_named_at_once(api, client):
    answer = client.post(api.url, {"title": "", "year": 9999, "nonsense": 1}, format="json")
    assert {"title", "year", "nonsense"} <= set(answer.json()["errors"])


def test_the_documented_example_is_accepted_as_it_stands(api, client):
    answer = client.post(api.url, api.body, format="json")
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver{api.url}{answer.json()['id']}/"
    stored = client.get(answer["Location"])
    assert stored.json() == answer.json()
    assert stored["ETag"] == answer["ETag"]


def test_what_a_new_row_leaves_out_is_empty_and_not_lost(api, client):
    required = {name: api.body[name] for name in ("title", "year", "authors") if name in api.body}
    made = client.post(api.url, required, format="json").json()
    assert set(made) == {"id", "last_change", "picture", *api.body}
    assert all(made[name] in ("", [], None, 0) for name in api.body.keys() - required.keys())


def test_blanks_around_a_title_are_dropped(api, client):
    assert client.post(api.url, {**api.body, "title": "  Gigi "}, format="json").json()["title"] == "Gigi"


def test_the_same_row_twice_is_refused_with_a_sentence(api, client):
    client.post(api.url, api.body, format="json")
    answer = client.post(api.url, {**api.body, "title": api.body["title"].upper()}, format="json")
    assert answer.status_code == 400
    assert "There already is a" in answer.json()["errors"]["title"][0]
    assert api.model.objects.count() == 1


def test_a_row_cannot_be_changed_into_another(api, client):
    other = api.make()
    mine = api.make(title="Another")
    answer = client.patch(f"{api.url}{mine.pk}/", {"title": other.title}, format="json")
    assert answer.status_code == 400
    assert api.model.objects.get(pk=mine.pk).title == "Another"


def test_a_fault_of_the_database_is_not_called_a_duplicate(api, client, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("disk on fire")

    monkeypatch.setattr(api.model, "save", fail)
    with pytest.raises(IntegrityError, match="disk on fire"):
        client.post(api.url, api.body, format="json")


def test_patch_leaves_what_it_does_not_name(api, client):
    record = api.make()
    before = client.get(f"{api.url}{record.pk}/").json()
    answer = client.patch(f"{api.url}{record.pk}/", {"title": "New"}, format="json")
    assert answer.json() == {**before, "title": "New", "last_change": answer.json()["last_change"]}
    assert client.get(f"{api.url}?search=new").json()["results"][0]["id"] == record.pk


def test_put_replaces_the_whole_row(api, client):
    record = api.make()
    required = {"title": "New", "year": 1960, **({"authors": ["A"]} if "authors" in api.body else {})}
    answer = client.put(f"{api.url}{record.pk}/", required, format="json")
    assert answer.status_code == 200
    assert not any(answer.json()[name] for name in api.body.keys() - required.keys())


def test_put_needs_what_a_new_row_needs(api, client):
    record = api.make()
    answer = client.put(f"{api.url}{record.pk}/", {"year": 1960}, format="json")
    assert "filled in" in answer.json()["errors"]["title"][0]


def test_a_row_as_it_was_read_can_be_put_back_with_its_id(api, client):
    record = api.make()
    whole = client.get(f"{api.url}{record.pk}/").json()
    assert client.put(f"{api.url}{record.pk}/", whole, format="json").json() == whole
    answer = client.put(f"{api.url}{record.pk}/", {**whole, "id": record.pk + 1}, format="json")
    assert answer.json()["errors"] == {"id": ["This cannot be set."]}


def test_delete_deletes(api, client):
    record = api.make()
    assert client.delete(f"{api.url}{record.pk}/").status_code == 204
    assert client.get(f"{api.url}{record.pk}/").status_code == 404
    assert client.delete(f"{api.url}{record.pk}/").status_code == 404


@pytest.mark.parametrize("key", ["0", "-1", "x", "1.5", "99999999999999999999999", "%00", "summary2"])
def test_what_does_not_exist_is_404(api, client, key):
    answer = client.get(f"{api.url}{key}/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_without_the_permission_a_missing_row_is_403_and_not_404(api, client_with):
    stranger = client_with("list:users")
    for method in (stranger.get, stranger.put, stranger.patch, stranger.delete):
        assert method(f"{api.url}424242/").status_code == 403
