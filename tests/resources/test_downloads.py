"""A list as a file: who gets it, what is in it, and that no spreadsheet runs it."""

import asyncio
import csv
import io
import json
import re
import threading

import pytest
from django.core.management import call_command

from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import EXAMPLE
from project.threads import InThreads
from resources import downloads
from resources.cells import cell_of, text_in
from resources.rate_limits import leases

pytestmark = pytest.mark.django_db

URL = "/api/movies/"
WHOLE = ["title", "year", "cast", "genres", "poster", "wikipedia_page", "synopsis"]
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "'Tis", "''", '"quoted", with commas', "七人の侍; a|b",
    "＝1",
]  # fmt: skip


@pytest.fixture
def films():
    for number, title in enumerate(HOSTILE):
        film = Movie(
            title=title, year=1950 + number, synopsis="A line,\r\nand\n\nanother.\ttab", cast=[title]
        )
        film.save()
    return [film.state() for film in Movie.objects.order_by("id")]


@pytest.fixture
def reader(client_with):
    return client_with("list:movies", "read:movies")


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_without_the_permission_to_list_there_is_no_file(films, client_with):
    for client, status in ((client_with("read:movies", "write:movies"), 403), (client_with(), 403)):
        assert client.get(URL, {"format": "csv"}).status_code == status
    reader = client_with("list:movies")
    reader.credentials()
    assert reader.get(URL, {"format": "csv"}).status_code == 401


def test_who_may_not_read_a_row_gets_the_columns_of_the_list(films, client_with):
    rows = rows_of(client_with("list:movies").get(URL, {"format": "csv"}))
    assert list(rows[0]) == ["title", "year", "cast", "genres", "poster"]


def test_it_has_all_rows_that_were_asked_for_in_their_order(films, reader, monkeypatch):
    monkeypatch.setattr("resources.pages.CHUNK", 3)
    rows = rows_of(reader.get(URL, {"format": "csv", "ordering": "-year", "year_to": 1957}))
    assert [int(row["year"]) for row in rows] == [*range(1957, 1949, -1)]
    assert list(rows[0]) == WHOLE


@pytest.mark.parametrize(("asked", "wrong"), [
    ({"format": "xml"}, "format"), ({"format": "csv", "cursor": "x"}, "cursor"),
    ({"format": "csv", "page_size": 5}, "page_size"), ({"format": "csv", "nonsense": 1}, "nonsense"),
])  # fmt: skip
def test_what_cannot_be_asked_of_a_file_is_refused_by_name(reader, asked, wrong):
    answer = reader.get(URL, asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])


def test_json_is_a_page_as_ever(films, reader):
    assert reader.get(URL, {"format": "json"}).json() == reader.get(URL).json() | {"next": None}


def test_no_cell_begins_as_a_formula_and_the_import_gives_back_what_there_was(films, reader):
    for row in rows_of(reader.get(URL, {"format": "csv"})):
        assert all(cell[:1] not in tuple("=+-@\t\r\n＝＋－＠") or not cell for cell in row.values())
    for text in [*HOSTILE, "\t=1", "\r=1", "\n=1", "'\t", "x", "", "'", "-", "'''+"]:
        assert text_in(cell_of(text)) == text


@pytest.mark.parametrize("between", [";", "\t", "\n", "\r\n", ';"', ";;", "\n\n\t;"])
def test_no_formula_begins_where_a_spreadsheet_takes_cells_to_end_with_something_else(between):
    for before, after in (("x", "=1"), ("", "@x;-2;"), ("=", "'+1"), ("a;b", "''-1\n")):
        text = before + between + after
        for cell in re.split(r'[;\t\r\n]"*', cell_of(text)):
            assert cell[:1] not in tuple("=+-@＝＋－＠") or not cell
        assert text_in(cell_of(text)) == text
        assert json.loads(cell_of([text])) == [text]
        assert not re.search(r"[;\t\r\n][=+\-@]", cell_of([text]))
    assert cell_of('One.\n\nTwo; "three"') == 'One.\n\nTwo; "three"'


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_what_is_exported_and_imported_is_the_same(films, reader, kind, tmp_path):
    answer = reader.get(URL, {"format": kind, "ordering": "year"})
    by_api, by_command = tmp_path / f"api.{kind}", tmp_path / f"command.{kind}.gz"
    by_api.write_bytes(b"".join(answer.streaming_content))
    call_command("export_movies", str(by_command))
    for file in (by_api, by_command):
        Movie.objects.all().delete()
        call_command("import_movies", str(file), "--quiet")
        assert [film.state() for film in Movie.objects.order_by("year")] == films


def test_one_file_a_person_at_a_time(films, reader, client_with):
    first = reader.get(URL, {"format": "csv"})
    second = reader.get(URL, {"format": "csv"})
    assert (second.status_code, second["Retry-After"]) == (429, "5")
    assert "Another download of yours" in second.json()["detail"]
    assert rows_of(client_with("list:movies", sub="usher|2").get(URL, {"format": "csv"}))
    rows_of(first)
    assert rows_of(reader.get(URL, {"format": "csv"}))


def test_one_that_fails_hinders_no_other(films, reader, monkeypatch):
    with monkeypatch.context() as slow:
        slow.setattr(downloads, "MAKING_SECONDS", -1)
        assert "Narrow the list down" in reader.get(URL, {"format": "csv"}).json()["errors"]["format"][0]
    assert rows_of(reader.get(URL, {"format": "csv"}))


def test_a_process_makes_one_file_at_a_time(films, reader):
    with downloads._making:
        assert "Somebody else's download" in reader.get(URL, {"format": "csv"}).json()["detail"]
    assert rows_of(reader.get(URL, {"format": "csv"}))


def test_a_hold_ends_by_itself():
    assert leases.hold("x", 600)
    assert not leases.hold("x", 600)
    leases.release("x")
    assert leases.hold("x", -1)
    assert leases.hold("x", 1)


def test_head_makes_no_file_and_no_cache_keeps_one(films, reader):
    answer = reader.head(URL, {"format": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="movies.csv"'
    whole = reader.get(URL, {"format": "csv"})
    for one in (answer, whole):
        assert (one["Content-Type"], one["Cache-Control"]) == ("text/csv; charset=utf-8", "private, no-store")
    assert int(whole["Content-Length"]) == len(b"".join(whole.streaming_content))


def test_a_row_of_a_books_file_keeps_what_is_not_known(client_with, tmp_path):
    from books.models import Book

    Book(title="-", authors=["Anon., the 2nd", "B; C"]).save()
    Book(title="Old", authors=["H"], year=-750, average_rating="4.50", ratings_count=3).save()
    before = [book.state() for book in Book.objects.order_by("title")]
    call_command("export_books", str(tmp_path / "books.csv"))
    Book.objects.all().delete()
    call_command("import_books", str(tmp_path / "books.csv"), "--quiet")
    assert [book.state() for book in Book.objects.order_by("title")] == before


def test_a_slow_reader_holds_no_thread(films, reader):
    """The file is sent by the event loop; meanwhile the one thread answers others."""
    download = reader.get(URL, {"format": "csv"})
    threads = []

    def wsgi(environ, start_response):
        threads.append(threading.current_thread().name)
        start_response("200 OK", [])
        return download if environ["PATH_INFO"] == "/file" else [b"x"]

    application, sent, slow = InThreads(wsgi, 1, ()), [], asyncio.Event

    async def run() -> None:
        go_on = slow()

        async def ask(path, send):
            scope = {"type": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
                     "headers": [], "method": "GET", "http_version": "1.1", "scheme": "http"}  # fmt: skip
            await application(scope, None, send)

        async def send_slowly(message):
            await go_on.wait()
            sent.append(message)

        async def send(message):
            pass

        slow_one = asyncio.create_task(ask("/file", send_slowly))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(5):
            await ask("/other", send)
        go_on.set()
        await slow_one

    held = download._done
    download._done = lambda: threads.append("done")
    asyncio.run(run())
    held()
    assert b"".join(message.get("body", b"") for message in sent).count(b"A line") == len(HOSTILE)
    assert threads == ["request_0", "request_0", "done"]


def test_a_line_of_json_lines_names_the_fields(films, reader):
    answer = reader.get(URL, {"format": "jsonl", "search": "sum"})
    (line,) = b"".join(answer.streaming_content).splitlines()
    assert list(json.loads(line)) == WHOLE
    assert json.loads(line) | EXAMPLE == {**EXAMPLE}
    assert MOVIES.name in answer["Content-Disposition"]
