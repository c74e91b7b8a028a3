"""Imports: every format, twice, bad rows, edited rows, interrupted runs, files of any length."""

import csv
import gzip
import io
import json
import sys
from itertools import count, islice
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from books.models import Book
from importing import importer
from importing.importer import Import
from importing.readers import Row, open_rows
from movies.columns import COLUMNS
from movies.models import Movie

pytestmark = pytest.mark.django_db

FILMS = [
    {
        "title": "Sherlock Jr.",
        "year": 1924,
        "cast": ["Buster Keaton", "Kathryn McGuire"],
        "genres": ["Comedy"],
    },
    {"title": "七人の侍", "year": 1954, "cast": ["Toshiro Mifune"], "genres": ["Action", "Drama"]},
    {"title": "Amélie", "year": 2001, "cast": [], "genres": [], "synopsis": "A waitress,\nin secret."},
]


def as_jsonl(rows):
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def as_csv(rows):
    file = io.StringIO()
    names = ["title", "year", "cast", "genres", "synopsis"]
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(
        {**row, "cast": "|".join(row["cast"]), "genres": json.dumps(row["genres"])} for row in rows
    )
    return file.getvalue()


FORMATS = {"jsonl": as_jsonl, "json": lambda rows: json.dumps(rows, indent=1), "csv": as_csv}


@pytest.fixture
def films(tmp_path, capsys):
    """Import films; return what the command said, on standard output and standard error."""

    def run(content, *options, name="films.jsonl"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("import_movies", str(file), *options)
        return capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("films.txt", b"x", "Tell its format with --format"),
        ("films", b"x", "Tell its format with --format"),
        ("films.csv", b"", "The file is empty"),
        ("films.json", b"", "ends too early"),
        ("films.json", b'{"title": "Gigi", "year": 1958}', "must hold one list"),
        ("films.json", b'[{"title": "Gigi", "year": 1958}', "ends too early"),
        ("films.json", b'[{"title": "Gigi", "year": 1958} {"title"', "there is no comma"),
        ("films.json", b'[{"title": "Gigi", "year": 1958}, oops]', "line 1 and what follows is not JSON"),
        ("films.jsonl", "title".encode("utf-16"), "UTF-16"),
        ("films.jsonl.gz", gzip.compress(as_jsonl(FILMS).encode(), mtime=0)[:-12], "cut off"),
        ("films.jsonl.gz", gzip.compress(b"x" * 99, mtime=0)[:20] + b"\0" * 40, "gzip data"),
        ("films.jsonl", b"{" * 1_000_000, "longer than 1 MB"),
        ("films.jsonl", b"title,year\nGigi,1958\n", "Not one row was good"),
        ("films.csv", b"name;released\nGigi;1958\n", "Not one row was good"),
    ],
)
def test_a_file_that_cannot_be_read_ends_the_command_with_a_sentence(films, name, content, reason):
    with pytest.raises(CommandError, match=reason):
        films(content, name=name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file"):
        call_command("import_movies", str(tmp_path / "nowhere.csv"))
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("import_movies", str(tmp_path))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "This is not JSON"),
        ('["a list"]', "A row must be a JSON object"),
        ("[" * 100_000, "This is not JSON"),
        ('{"year": 1999}', "title: This field cannot be blank"),
        ('{"title": "Gigi"}', "year: This field cannot be null"),
        ('{"title": "Gigi", "year": "soon"}', "year: This must be a whole number"),
        ('{"title": "Gigi", "year": 1958.5}', "year: This must be a whole number"),
        ('{"title": "Gigi", "year": true}', "year: This must be a text"),
        ('{"title": "Gigi", "year": 1815}', "year: This must lie between 1870"),
        ('{"title": ["Gigi"], "year": 1958}', "title: This must be a text"),
        ('{"title": "Gigi", "year": 1958, "cast": [1]}', "cast: This must be a list of texts"),
        ('{"title": "Gigi", "year": 1958, "genres": "[1"}', "genres: This begins like a JSON list"),
        ('{"title": "Gigi", "year": 1958, "poster": "javascript:x"}', "poster: This must be a web address"),
        ('{"title": "nul \\u0000", "year": 1958}', "title: This must be one line"),
        ('{"title": "half \\ud83d", "year": 1958}', "title: This must be one line"),
        ('{"title": "Sherlock Jr.", "year": 1924}', "This is the same as line 1."),
    ],
)
def test_a_bad_row_is_reported_with_line_and_reason_and_the_others_go_on(films, line, reason):
    first, *others = as_jsonl(FILMS).splitlines(keepends=True)
    out, err = films(f"{first}\n{line}\n{''.join(others)}")
    assert err.startswith(f"Line 3 refused: {reason}")
    assert "3 added, 0 changed, 0 unchanged, 1 refused" in out
    assert Movie.objects.count() == 3


def test_every_fault_of_a_row_is_named(films):
    _, err = films(as_jsonl([*FILMS, {"title": "", "year": 1, "poster": "x"}]))
    assert all(f"{name}: " in err for name in ("title", "year", "poster"))


def test_a_row_that_is_not_utf8_costs_that_row_alone(films):
    content = as_jsonl(FILMS).encode() + '{"title": "Amélie", "year": 2002}\n'.encode("latin-1")
    out, err = films(content)
    assert "Line 4 refused: title: This must be one line of text." in err
    assert "3 added" in out


def test_a_csv_row_with_too_many_or_too_few_values_is_reported_where_it_begins(films):
    content = 'title,year\n"Two\nlines",1950\nGigi,1958,x\nGigi\n\nGigi,1958\n'
    out, err = films(content, name="films.csv")
    assert "Line 2 refused: title: This must be one line" in err
    assert "Line 4 refused: There are 3 values for 2 columns." in err
    assert "Line 5 refused: There are 1 values for 2 columns." in err
    assert "1 added" in out


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_says_the_same(films, format_name, zipped):
    content = FORMATS[format_name](FILMS).encode()
    name = f"films.{format_name}"
    out, err = films(gzip.compress(content), name=f"{name}.gz") if zipped else films(content, name=name)
    assert err == ""
    assert "3 rows read" in out
    stored = {movie.title: movie for movie in Movie.objects.all()}
    assert stored["Sherlock Jr."].cast == ["Buster Keaton", "Kathryn McGuire"]
    assert stored["七人の侍"].genres == ["Action", "Drama"]
    assert stored["Amélie"].synopsis == "A waitress,\nin secret."
    assert stored["Amélie"].cast == []


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_byte_order_mark_is_no_part_of_the_first_column(films, format_name):
    out, err = films(b"\xef\xbb\xbf" + FORMATS[format_name](FILMS).encode(), name=f"films.{format_name}")
    assert ("3 added" in out, err) == (True, "")


@pytest.mark.parametrize("options", [["--format"], []], ids=["told", "found out"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_standard_input_is_read(monkeypatch, capsys, format_name, options):
    content = io.BufferedReader(io.BytesIO(FORMATS[format_name](FILMS).encode()))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=content))
    call_command("import_movies", "-", *[*options, format_name] if options else [])
    assert "3 added" in capsys.readouterr().out
    assert not content.closed


def test_a_second_run_changes_nothing(films):
    films(as_jsonl(FILMS))
    before = list(Movie.objects.order_by("pk").values())
    out, _ = films(as_jsonl(FILMS))
    assert "0 added, 0 changed, 3 unchanged, 0 refused" in out
    assert list(Movie.objects.order_by("pk").values()) == before


def test_an_edited_row_changes_what_it_names_and_nothing_else(films):
    films(as_jsonl(FILMS))
    films(as_jsonl([{"title": "AMÉLIE", "year": "2001", "cast": "Audrey Tautou"}]))
    amelie = Movie.objects.get(year=2001)
    assert (amelie.title, amelie.cast) == ("AMÉLIE", ["Audrey Tautou"])
    assert amelie.synopsis == "A waitress,\nin secret."
    assert "audrey tautou" in amelie.search_text
    assert Movie.objects.count() == 3


def test_an_empty_cell_empties_and_a_missing_column_does_not(films):
    films(as_jsonl(FILMS))
    films('title,year,synopsis\n"Amélie",2001,\n', name="films.csv")
    assert Movie.objects.get(year=2001).synopsis == ""
    assert Movie.objects.get(year=1924).cast == ["Buster Keaton", "Kathryn McGuire"]


def test_only_new_leaves_what_people_edited(films):
    films(as_jsonl(FILMS[:2]))
    Movie.objects.filter(year=1924).update(synopsis="Edited by hand.")
    out, _ = films(as_jsonl([{**film, "synopsis": "From the file."} for film in FILMS]), "--only-new")
    assert "1 added, 0 changed, 2 unchanged" in out
    assert Movie.objects.get(year=1924).synopsis == "Edited by hand."


def test_what_is_not_used_is_said(films):
    out, _ = films(as_jsonl([{**FILMS[0], "thumbnail_width": 320}]))
    assert "Columns not used: thumbnail_width." in out


def test_quiet_tells_of_refusals_alone(films):
    out, err = films(as_jsonl([*FILMS, {"title": ""}]), "--quiet")
    assert out == ""
    assert err.startswith("Line 4 refused:")


def test_a_file_that_breaks_off_loses_nothing_that_came_before(films):
    rows = [{"title": f"Film {number}", "year": 1990} for number in range(2500)]
    content = json.dumps(rows)[:-1] + ", oops]"
    with pytest.raises(CommandError, match="not JSON"):
        films(content, name="films.json")
    assert Movie.objects.count() == 2500


def test_an_interrupted_run_keeps_what_it_reported_and_goes_on_next_time(tmp_path, capsys, monkeypatch):
    rows = [{"title": f"Film {number}", "year": 1990} for number in range(2500)]
    file = tmp_path / "films.jsonl"
    file.write_text(as_jsonl(rows))
    write, batches = Import._write, count(1)

    def interrupted(self, *batch):
        write(self, *batch)
        if next(batches) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Import, "_write", interrupted)
    with pytest.raises(SystemExit) as end:
        call_command("import_movies", str(file))
    assert end.value.code == 130
    assert "2,000 added" in capsys.readouterr().out
    assert Movie.objects.count() == 2000

    monkeypatch.setattr(Import, "_write", write)
    call_command("import_movies", str(file))
    assert "500 added, 0 changed, 2,000 unchanged" in capsys.readouterr().out


def test_a_batch_is_written_whole_or_not_at_all(monkeypatch):
    work = Import(Movie, COLUMNS)
    rows = [Row(number, {"title": f"Film {number}", "year": 1990}) for number in range(1500)]
    run = work.run(iter(rows))
    next(run)
    monkeypatch.setattr(Movie._meta.get_field("year"), "get_db_prep_save", lambda *_args, **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        next(run)
    assert Movie.objects.count() == work.tally.read == 1000


def test_rows_are_taken_one_batch_at_a_time_so_that_memory_stays_flat(monkeypatch):
    monkeypatch.setattr(importer, "BATCH", 10)
    taken = count()
    endless = (Row(number, {"title": f"Film {next(taken)}", "year": 1990}) for number in count(1))
    for done, _refusals in enumerate(islice(Import(Movie, COLUMNS).run(endless), 5), start=1):
        assert next(taken) < done * 11 + 1


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_more_of_a_file_is_read_than_its_first_rows_need(tmp_path, format_name):
    file = tmp_path / f"films.{format_name}"
    file.write_text(FORMATS[format_name]([{**FILMS[0], "title": f"Film {n}"} for n in range(20_000)]))
    with open_rows(str(file)) as rows:
        first = list(islice(rows, 3))
        assert [row.values["title"] for row in first] == ["Film 0", "Film 1", "Film 2"]
        assert rows.position() < rows.size / 5


def test_lines_are_counted_in_a_json_list_too(tmp_path):
    file = tmp_path / "films.json"
    file.write_text('\n[\n{"title": "a"}, {"title": "b"}\n,\n\n{"title":\n"c"},\n7]')
    with open_rows(str(file)) as rows:
        assert [(row.line, row.problem[:5]) for row in rows] == [(3, ""), (3, ""), (6, ""), (8, "A row")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_a_json_list_is_read_alike_however_it_is_cut_into_chunks(tmp_path, monkeypatch, size):
    monkeypatch.setattr("importing.readers.CHUNK", size)
    file = tmp_path / "films.json"
    file.write_text(json.dumps([12, *FILMS, [1, 2], "text", True], indent=2))
    with open_rows(str(file)) as rows:
        found = list(rows)
    assert [row.values for row in found if not row.problem] == FILMS
    assert len(found) == 7


def test_books_come_as_the_public_list_writes_them(tmp_path, capsys):
    file = tmp_path / "books.csv"
    file.write_text(
        "book_id,isbn,isbn13,authors,original_publication_year,title,language_code,average_rating,"
        "ratings_count,image_url\n"
        '1,439023483,9.78043902348e+12,"Suzanne Collins, Another Author",2008.0,The Hunger Games ,eng,4.34,'
        "4780653,https://example.org/1.jpg\n"
        "2,,,Homer,-750.0,The Iliad,,,,https://example.org/nophoto/2.png\n"
        "3,043902348X,,Somebody,,Wrong digit,eng,4,1,\n"
    )
    call_command("import_books", str(file))
    out, err = capsys.readouterr()
    assert err == "Line 4 refused: isbn: The check digit does not fit: a digit of this ISBN is wrong.\n"
    assert "2 added" in out
    games, iliad = Book.objects.order_by("title")
    assert (games.title, games.isbn, games.year) == ("The Hunger Games", "0439023483", 2008)
    assert games.authors == ["Suzanne Collins", "Another Author"]
    assert (str(games.average_rating), games.ratings_count) == ("4.34", 4_780_653)
    assert (iliad.year, iliad.isbn, iliad.cover, iliad.average_rating) == (-750, "", "", None)
    call_command("import_books", str(file))
    assert "0 added, 0 changed, 2 unchanged" in capsys.readouterr().out


def test_films_come_as_the_public_list_writes_them(films):
    row = {
        "title": "The General",
        "year": 1926,
        "cast": ["Buster Keaton", "Buster Keaton"],
        "genres": ["Comedy"],
        "href": "The_General_(1926_film)",
        "extract": "A film.",
        "thumbnail": "https://example.org/p.jpg",
    }
    films(as_jsonl([row, {**row, "href": None}, {**row, "href": "Another_film"}]))
    with_page, without, other = Movie.objects.order_by("pk")
    assert with_page.wikipedia_page == "https://en.wikipedia.org/wiki/The_General_(1926_film)"
    assert (with_page.synopsis, with_page.poster) == ("A film.", "https://example.org/p.jpg")
    assert with_page.cast == ["Buster Keaton"]
    assert (without.wikipedia_page, other.title) == ("", "The General")


@pytest.mark.parametrize(("command", "model"), [("import_movies", Movie), ("import_books", Book)])
def test_the_catalogue_of_the_repository_is_good_to_the_last_row(settings, capsys, command, model):
    file = settings.BASE_DIR / command.removeprefix("import_") / "catalogue.jsonl"
    call_command(command, str(file))
    out, err = capsys.readouterr()
    assert (err, " 0 refused" in out) == ("", True)
    assert model.objects.count() >= 60


@pytest.mark.parametrize("command", ["import_movies", "import_books"])
def test_help_explains_the_columns(capsys, command):
    with pytest.raises(SystemExit):
        call_command(command, "--help")
    out = capsys.readouterr().out
    assert "average_rating" in out or "href" in out
    assert "Running it twice changes nothing twice" in out
