"""What is found by index: the same as by looking at each row, whoever wrote the rows and however."""

import random
from collections import Counter

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction

from importing.importer import Import
from importing.readers import Row
from movies.columns import COLUMNS
from movies.models import Movie
from resources.indexing import after_migrate, narrowing, postgresql, sqlite3
from resources.indexing.narrowing import by_names, by_words
from resources.lookups import count_names
from resources.records import fold
from resources.versions import version_of

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="full-text tables are SQLite's")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="extensions are PostgreSQL's")
TABLE = Movie._meta.db_table


@pytest.fixture(autouse=True)
def indexes_are_looked_for(monkeypatch):
    monkeypatch.setattr(narrowing, "_indexed", set())


def film(title, *genres, **values):
    row = Movie(title=title, year=1950, genres=genres and [*genres], **values)
    row.derive()
    return row


def row_of(title):
    return Row(1, {"title": title, "year": 1950, "genres": ["Noir"]})


def write(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def rolled_back():
    with transaction.atomic():
        Movie.objects.update(search_text="nobody reads it", genres=["Nothing"])
        transaction.set_rollback(True)


def save_again():
    row = Movie.objects.first()
    row.title = "Other words"
    row.save()


WAYS = {
    "save": lambda: film("A new general", "Noir").save(),
    "save again": save_again,
    "delete": lambda: Movie.objects.first().delete(),
    "delete many": lambda: Movie.objects.filter(title__contains="a").delete(),
    "bulk_create": lambda: Movie.objects.bulk_create([film(f"general {n}", "Noir") for n in range(3)]),
    "bulk_create, passing by": lambda: Movie.objects.bulk_create(
        [film("Sherlock Jr.", "Noir"), film("general")], ignore_conflicts=True
    ),
    "bulk_update": lambda: Movie.objects.bulk_update(
        [film("general", "Noir", pk=row.pk) for row in Movie.objects.all()[:1]], ["search_text", "genres"]
    ),
    "update": lambda: Movie.objects.update(search_text="the same for all", genres=["Noir", "Drama"]),
    "import": lambda: list(
        Import(Movie, COLUMNS).run(
            iter(
                Row(n, {"title": t, "year": 1950, "genres": ["Noir"]})
                for n, t in enumerate(["Sherlock Jr.", "B"])
            )
        )
    ),
    "SQL": lambda: [
        write(f"UPDATE {TABLE} SET genres = '[\"Noir\"]' WHERE title LIKE 'S%%'"),  # noqa: S608
        write(f"DELETE FROM {TABLE} WHERE title LIKE '%%General%%'"),  # noqa: S608
        write(f"UPDATE {TABLE} SET id = id + 1000, search_text = 'general'"),  # noqa: S608
    ],
    "a transaction that is undone": rolled_back,
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_writes_the_indexes_and_the_version_follow(way):
    for title, genres in [
        ("The General", ["Comedy"]),
        ("Sherlock Jr.", []),
        ("Some noir", ["Drama", "Noir"]),
    ]:
        film(title, *genres).save()
    before = version_of(Movie)
    assert before
    WAYS[way]()
    assert (version_of(Movie) == before) == (way == "a transaction that is undone")
    rows = list(Movie.objects.all())
    for word in ("general", "sherlock", "same", "other", "noir"):
        assert found(by_words, [word]) == {row.pk for row in rows if word in row.search_text}, word
    for genre in ("Comedy", "Noir", "Drama", "Nothing"):
        assert found(by_names, "genres", [genre]) == {row.pk for row in rows if genre in row.genres}, genre
    assert count_names(Movie, "genres") == Counter(name for row in rows for name in row.genres)


def found(narrow, *asked):
    return set(narrow(Movie.objects.all(), *asked).values_list("pk", flat=True))


SIGNS = ["%", "_", "'", '"', '""', "*", "\\", "-", "AND", "NEAR(", "🎬"]
PARTS = [
    "the",
    "The",
    "ge",
    "neral",
    "a",
    "Ä",
    "é",
    "ß",
    "\ufb01",
    "İ",
    "東京物語",
    "фильм",
    *SIGNS,
    " ",
    " ",
]


def is_found(row, words):
    if any(narrowing._letters_in_a_row(word) >= 3 for word in words):
        return all(word in row.search_text for word in words)
    return row.title_order.startswith(" ".join(words))


@pytest.mark.parametrize("few", [narrowing.FEW, 0], ids=["by index", "row by row"])
def test_any_words_find_what_plain_python_finds(few, monkeypatch):
    monkeypatch.setattr(narrowing, "FEW", few)
    rand = random.Random(5)  # noqa: S311  the same every time

    def some(most):
        return "".join(rand.choice(PARTS) for _ in range(rand.randint(1, most)))

    made = [film(f"x{some(12)}", some(3), cast=[some(6)]) for _ in range(150)]
    Movie.objects.bulk_create({row.fingerprint: row for row in made}.values())
    rows = list(Movie.objects.all())
    for words in filter(None, (fold(some(7)).split() for _ in range(150))):
        expected = {row.pk for row in rows if is_found(row, words)}
        assert found(by_words, words) == expected, words
    for names in [[row.genres[0], "Drama"] for row in rows[:40] if row.genres]:
        assert found(by_names, "genres", names) == {row.pk for row in rows if {*row.genres} & {*names}}, names


def test_a_search_of_ten_thousand_letters_is_answered():
    film("x" * 300, cast=["x" * 190]).save()
    assert found(by_words, ["x" * 10_000]) == set()
    assert len(found(by_words, ["x" * 180, *["xxx"] * 40])) == 1


def test_a_migration_with_nothing_to_make_asks_little(django_assert_max_num_queries):
    version = version_of(Movie)
    with django_assert_max_num_queries(6):
        after_migrate.make_indexes("default")
    assert version_of(Movie) == version


@on_sqlite
def test_rows_that_were_written_without_the_triggers_are_indexed_when_they_are_made():
    film("Former").save()
    version = version_of(Movie)
    with connection.cursor() as cursor:
        sqlite3.drop_triggers(cursor, Movie)
    Movie.objects.update(search_text="meanwhile", genres=["Noir"])
    assert (len(found(by_words, ["former"])), len(found(by_words, ["meanwhile"]))) == (0, 1)
    after_migrate.make_indexes("default")
    narrowing._indexed.clear()
    assert (len(found(by_words, ["former"])), len(found(by_words, ["meanwhile"]))) == (0, 1)
    assert len(found(by_names, "genres", ["Noir"])) == 1
    assert version_of(Movie) != version


@on_sqlite
def test_an_sqlite_without_full_text_finds_the_same_and_the_check_says_so(monkeypatch):
    film("The General", "Comedy").save()
    monkeypatch.setattr(sqlite3, "has_full_text", lambda _connection: False)
    after_migrate.make_indexes("default")
    film("A general", "Comedy").save()
    assert len(found(by_words, ["general"])) == len(found(by_names, "genres", ["Comedy"])) == 2
    assert "resources.W001" in [each.id for each in run_checks(databases=["default"])]
    monkeypatch.undo()
    after_migrate.make_indexes("default")
    assert "resources.W001" not in [each.id for each in run_checks(databases=["default"])]
    assert len(found(by_words, ["general"])) == len(found(by_names, "genres", ["Comedy"])) == 2


@on_postgresql
def test_a_role_that_may_not_make_the_extension_finds_the_same_and_the_check_says_so(monkeypatch):
    film("The General").save()
    write(f"DROP INDEX IF EXISTS {postgresql.search_index(TABLE)}")
    monkeypatch.setattr(postgresql, "_opclass", lambda _cursor: "")
    write("CREATE ROLE nobody_much; GRANT USAGE ON SCHEMA public TO nobody_much; SET ROLE nobody_much")
    with connection.cursor() as cursor:
        assert postgresql._make_extension(connection, cursor) == ""
    write("RESET ROLE")
    after_migrate.make_indexes("default")
    assert len(found(by_words, ["general"])) == 1
    assert "resources.W001" in [each.id for each in run_checks(databases=["default"])]


@pytest.mark.django_db(transaction=True)
def test_what_stands_beside_a_table_goes_and_comes_with_it():
    film("The General", "Comedy").save()
    version = version_of(Movie)
    try:
        call_command("migrate", "movies", "zero", verbosity=0)
        assert not [name for name in connection.introspection.table_names() if name.startswith("movies")]
    finally:
        call_command("migrate", "movies", verbosity=0)
    assert version_of(Movie) != version
    film("The General", "Comedy").save()
    assert len(found(by_words, ["general"])) == 1
