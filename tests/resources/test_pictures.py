"""The picture of a record is had from this site, by the name that a list or the record brought, for a day."""

import re
import socket
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from books.models import Book
from movies.models import Movie
from permissions_api.http import Unfetchable
from resources import list_views
from resources.management.commands import fetch_pictures
from resources.models import Picture
from resources.pictures import awaited, names
from tests.resources.test_picture_fetching import picture_of

pytestmark = pytest.mark.django_db
ADDRESS = "https://pictures.example/heat.jpg"
HALF_A_DAY = 43_200
NOON = 1_900_000_000 // HALF_A_DAY * HALF_A_DAY


@pytest.fixture(autouse=True)
def shown(settings, monkeypatch):
    settings.PICTURES = True
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, lambda *_, **__: pytest.fail("The site asked for a picture."))


@pytest.fixture
def clock(monkeypatch):
    """Set the time."""

    def set_to(seconds):
        monkeypatch.setattr(names.time, "time", lambda: float(seconds))

    set_to(NOON)
    return set_to


@pytest.fixture
def film(db):
    movie = Movie(title="Heat", year=1995, poster=ADDRESS)
    movie.save()
    return movie


@pytest.fixture
def client(client_with):
    return client_with("list:movies", "read:movies", "write:movies", "edit:movies", "delete:movies")


@pytest.fixture
def fetched(monkeypatch):
    """Fetch what is wanted, from a table of addresses; return what was asked for."""
    asked = []

    def fetch(address):
        asked.append(address)
        if address != ADDRESS:
            raise Unfetchable("The answer was 404.")
        return picture_of()

    monkeypatch.setattr(fetch_pictures, "fetch", fetch)
    return asked


def listed(client):
    return client.get("/api/movies/").json()["results"][0]["picture"]


def read(client, film):
    return client.get(f"/api/movies/{film.pk}/").json()["picture"]


def test_a_picture_is_shown_without_a_token_once_it_was_fetched(client, film, fetched):
    path = listed(client)
    assert path == read(client, film)
    assert re.fullmatch(rf"/pictures/movies/{film.pk}/[0-9a-f]{{32}}", path)
    missing = Client().get(path)
    assert (missing.status_code, missing["Cache-Control"]) == (204, "no-store")
    assert fetched == []
    call_command("fetch_pictures", once=True)
    assert fetched == [ADDRESS]
    for place in (path, f"{path}/page"):
        answer = Client().get(place)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert re.fullmatch(r"private, max-age=\d+, immutable", answer["Cache-Control"])
        assert not answer.cookies
        assert answer.content[:4] == b"RIFF"
        assert (Client().head(place).status_code, Client().post(place).status_code) == (200, 405)
    assert len(Client().get(path).content) < len(Client().get(f"{path}/page").content)


def test_a_name_opens_this_one_picture_for_a_day_at_most(client, film, fetched, clock):
    path = listed(client)
    Client().get(path)
    call_command("fetch_pictures", once=True)
    other = Movie(title="Ran", year=1985, poster=ADDRESS)
    other.save()
    Book(pk=film.pk, title="Heat", cover=ADDRESS).save()
    *_, name = path.split("/")
    for refused in (
        f"/pictures/movies/{other.pk}/{name}",
        f"/pictures/books/{film.pk}/{name}",
        f"/pictures/auth/{film.pk}/{name}",
        f"/pictures/movies/{film.pk}/{'0' * 32}",
        f"/pictures/movies/{film.pk}/{name[:-1]}",
        f"/pictures/movies/{10**30}/{name}",
        f"/pictures/movies/{film.pk}/{ADDRESS}",
        f"{path}/large",
    ):
        assert Client().get(refused).status_code == 404, refused
    clock(NOON + 2 * HALF_A_DAY - 1)
    assert Client().get(path)["Cache-Control"] == "private, max-age=1, immutable"
    for late in (0, 1):
        clock(NOON + 2 * HALF_A_DAY + late)
        assert Client().get(path).status_code == 404
    clock(NOON - 1)
    assert Client().get(path).status_code == 404


def test_another_key_signs_other_names_and_a_former_one_is_still_known(client, film, fetched, settings):
    path = listed(client)
    Client().get(path)
    call_command("fetch_pictures", once=True)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-one-0123456789-abcdefghijklmnopqrstuvwxyz"
    assert Client().get(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(path).status_code == 404


def test_another_address_makes_another_name_and_a_deleted_record_none(client, film, fetched):
    before = read(client, film)
    Client().get(before)
    call_command("fetch_pictures", once=True)
    changed = client.patch(f"/api/movies/{film.pk}/", {"poster": f"{ADDRESS}?2"}, format="json").json()
    assert changed["picture"] not in (before, None)
    assert Client().get(before).status_code == 404
    client.patch(f"/api/movies/{film.pk}/", {"poster": ADDRESS}, format="json")
    assert Client().get(before).status_code == 200
    client.patch(f"/api/movies/{film.pk}/", {"poster": ""}, format="json")
    assert (read(client, film), listed(client)) == (None, None)
    client.patch(f"/api/movies/{film.pk}/", {"poster": ADDRESS}, format="json")
    assert client.delete(f"/api/movies/{film.pk}/").status_code == 204
    assert Client().get(before).status_code == 404
    assert awaited.delete_left() == 1
    assert not Picture.objects.exists()


def test_what_records_still_name_is_not_deleted(film, fetched):
    awaited.want("movies", film.pk, ADDRESS)
    call_command("fetch_pictures", once=True)
    assert awaited.delete_left() == 0


def test_each_address_is_fetched_once_and_what_failed_again_ever_more_rarely(
    client, film, fetched, clock, capsys
):
    bad = Movie(title="Ran", year=1985, poster="https://pictures.example/gone.jpg")
    bad.save()
    Movie(title="Heat", year=1996, poster=ADDRESS).save()
    for row in client.get("/api/movies/").json()["results"] * 2:
        Client().get(row["picture"])
    for _ in range(2):
        call_command("fetch_pictures", once=True)
    assert sorted(fetched) == [bad.poster, ADDRESS]
    assert "1 fetched, 0 waiting, 1 failed" in capsys.readouterr().out
    due = [Picture.objects.get(failures=1).due - NOON]
    for _ in range(4):
        clock(NOON + sum(due))
        call_command("fetch_pictures", once=True)
        due.append(Picture.objects.get(failures__gt=0).due - NOON - sum(due))
    assert due == [3_600, 86_400, 604_800, 2_592_000, 2_592_000]
    assert fetched.count(ADDRESS) == 1
    assert Picture.objects.get(failures__gt=0).fault == "The answer was 404."


def test_what_could_not_be_had_is_not_asked_for_until_it_is_tried_again(film, client, fetched, clock):
    client.patch(f"/api/movies/{film.pk}/", {"poster": f"{ADDRESS}?gone"}, format="json")
    path = listed(client)
    Client().get(path)
    # An hour; then a day, but at most as long as the name is good.
    for seconds in (3_600, HALF_A_DAY - 3_600):
        call_command("fetch_pictures", once=True)
        missing = Client().get(path)
        assert (missing.status_code, missing["Cache-Control"]) == (204, f"private, max-age={seconds}")
        clock(NOON + HALF_A_DAY + 3_600)
    clock(NOON + HALF_A_DAY + 3_600 + 86_400)
    assert Client().get(listed(client))["Cache-Control"] == "no-store"


def test_one_that_is_being_fetched_is_taken_by_nobody_else(film):
    awaited.want("movies", film.pk, ADDRESS)
    first, second = awaited.take(), awaited.take()
    assert [address for _, address in first] == [ADDRESS]
    assert [*second] == []


def test_what_breaks_the_process_that_fetches_is_found_given_up_and_hinders_no_other(
    film, fetched, clock, monkeypatch
):
    deadly, time = "https://pictures.example/deadly.jpg", NOON
    bad = Movie(title="Ran", year=1985, poster=deadly)
    bad.save()
    for record in (bad, film):
        awaited.want("movies", record.pk, record.poster)
    deaths, fetch = [], fetch_pictures.fetch

    def fetch_or_die(address):
        if address == deadly:
            deaths.append(time)
            raise SystemExit
        return fetch(address)

    monkeypatch.setattr(fetch_pictures, "fetch", fetch_or_die)
    monkeypatch.setattr(fetch_pictures, "AT_ONCE", 1)
    for time in (NOON, NOON + 300, NOON + 301, NOON + 600, NOON + 4_000):
        clock(time)
        if time == NOON:
            assert len([*awaited.take()]) == 2  # by a process that was ended at once
            continue
        with suppress(SystemExit):
            call_command("fetch_pictures", once=True)
    assert deaths == [NOON + 300, NOON + 4_000]
    assert fetched == [ADDRESS]
    assert Picture.objects.get(due=None).fault == ""
    assert Picture.objects.get(failures=2).fault == awaited.ENDED


def test_a_record_that_names_another_address_by_now_is_not_asked_for(film, fetched):
    awaited.want("movies", film.pk, "https://elsewhere.example/")
    call_command("fetch_pictures", once=True)
    assert fetched == []
    assert not Picture.objects.exists()


def test_nothing_is_shown_or_fetched_where_pictures_are_off(client, film, settings):
    path = listed(client)
    settings.PICTURES = False
    assert (listed(client), read(client, film)) == (None, None)
    assert Client().get(path).status_code == 404
    assert not Picture.objects.exists()
    with pytest.raises(CommandError, match="PICTURES is off"):
        call_command("fetch_pictures", once=True)


def test_no_304_hands_on_a_name_that_has_run_out_and_no_change_is_refused_for_it(client, film, clock):
    for url in ("/api/movies/", f"/api/movies/{film.pk}/"):
        clock(NOON)
        etag = client.get(url)["ETag"]
        clock(NOON + HALF_A_DAY - 1)
        assert client.get(url, HTTP_IF_NONE_MATCH=etag).status_code == 304
        clock(NOON + HALF_A_DAY)
        assert client.get(url, HTTP_IF_NONE_MATCH=etag).status_code == 200
    clock(NOON + 20 * HALF_A_DAY)
    url, change = f"/api/movies/{film.pk}/", {"year": 1996}
    answer = client.patch(url, change, format="json", HTTP_IF_MATCH=etag)
    assert answer.status_code == 200
    assert client.patch(url, change, format="json", HTTP_IF_MATCH=etag).status_code == 412


def test_the_picture_cannot_be_set_and_may_be_put_back_as_it_was_read(client, film, clock):
    body = client.get(f"/api/movies/{film.pk}/").json()
    clock(NOON + 20 * HALF_A_DAY)
    assert client.put(f"/api/movies/{film.pk}/", body, format="json").status_code == 200
    answer = client.post("/api/movies/", {"title": "A", "year": 1950, "picture": "/x"}, format="json")
    assert list(answer.json()["errors"]) == ["picture"]


def test_a_list_that_is_kept_shows_the_same_as_one_asked_for_anew(client, film, clock, monkeypatch):
    Movie(title="Ran", year=1985).save()
    kept = client.get("/api/movies/").content
    monkeypatch.setattr(list_views, "kept_list", lambda _view: None)
    assert client.get("/api/movies/").content == kept
    monkeypatch.setattr(
        list_views, "represented", lambda kind, rows, context: kind(rows, many=True, context=context).data
    )
    assert client.get("/api/movies/").content == kept
