"""The movies API: what is particular to films."""

import pytest

from movies.models import Movie

pytestmark = pytest.mark.django_db
URL = "/api/movies/"


def film(title, year=1950, **values):
    movie = Movie(title=title, year=year, **values)
    movie.save()
    return movie


@pytest.fixture
def client(client_with):
    return client_with("list:movies", "read:movies", "write:movies", "edit:movies")


def titles(answer):
    return [item["title"] for item in answer.json()["results"]]


@pytest.mark.parametrize(
    "value", ["Dram", "drama", "Drama'", 'Drama"]', "Science", "%", "') OR 1=1 --", "$.a", "\\"]
)
def test_a_genre_is_matched_whole(client, value):
    film("A", genres=["Drama", "Science Fiction"])
    assert titles(client.get(URL, {"genre": value})) == []


@pytest.mark.parametrize(
    "genre", ["Drama", "Sci-Fi / Fantasy", 'So-"called"', "Comédie dramatique", "時代劇", "a\\b"]
)
def test_a_genre_of_any_signs_is_found(client, genre):
    film("A", genres=["Other", genre])
    film("B", genres=["Other"])
    assert titles(client.get(URL, {"genre": genre})) == ["A"]


def test_a_genre_that_is_no_text_is_refused_in_one_sentence(client):
    assert client.get(f"{URL}?genre=a&genre=%00").json()["errors"] == {
        "genre": ["This contains characters that are not text."]
    }


def test_several_genres_mean_any_of_them_once(client):
    film("A", genres=["Drama", "Crime"])
    film("B", genres=["Crime"])
    film("C", genres=["Comedy"])
    film("D")
    assert sorted(titles(client.get(f"{URL}?genre=Drama&genre=Crime"))) == ["A", "B"]
    assert titles(client.get(f"{URL}?genre=")) != []


def test_filters_narrow_each_other(client):
    film("Love in Paris", 1950, genres=["Drama"])
    film("Love in Rome", 1960, genres=["Drama"])
    film("War in Paris", 1950, genres=["Drama"])
    film("Love and Paris", 1950, genres=["Comedy"])
    assert titles(client.get(f"{URL}?search=love+paris&genre=Drama&year_to=1955")) == ["Love in Paris"]


def test_search_looks_at_the_cast_too(client):
    film("Sherlock Jr.", cast=["Buster Keaton", "Kathryn McGuire"])
    film("Le Samouraï", cast=["Alain Delon"])
    assert titles(client.get(URL, {"search": "keaton sherlock"})) == ["Sherlock Jr."]
    assert titles(client.get(URL, {"search": "samourai"})) == ["Le Samouraï"]


def test_prominent_films_have_a_poster_and_then_are_the_newest(client):
    for title, year, poster in [("A", 2020, ""), ("B", 1926, "https://x.example/b"), ("C", 1950, "")]:
        film(title, year, poster=poster)
    film("D", 1999, poster="https://x.example/d")
    assert titles(client.get(URL, {"ordering": "-prominence"})) == ["D", "B", "A", "C"]
    assert (
        client.patch(f"{URL}{Movie.objects.get(title='D').pk}/", {"poster": ""}, format="json").status_code
        == 200
    )
    assert titles(client.get(URL, {"ordering": "-prominence"})) == ["B", "A", "D", "C"]


def test_the_newest_films_come_first_when_nothing_is_asked(client):
    for year in (1950, 1999, 1926):
        film(f"Of {year}", year)
    assert titles(client.get(URL)) == ["Of 1999", "Of 1950", "Of 1926"]


def test_a_list_shows_a_part_and_the_detail_the_whole(client):
    movie = film("A", synopsis="What it is about.", wikipedia_page="https://en.wikipedia.org/wiki/A")
    [item] = client.get(URL).json()["results"]
    assert list(item) == ["id", "title", "year", "cast", "genres", "poster", "picture"]
    detail = client.get(f"{URL}{movie.pk}/").json()
    rest = {"wikipedia_page": movie.wikipedia_page, "synopsis": movie.synopsis}
    assert detail == {**item, **rest, "last_change": detail["last_change"]}


def test_two_films_may_share_title_and_year_when_their_pages_differ(client):
    body = {"title": "Carmen", "year": 1915, "wikipedia_page": "https://en.wikipedia.org/wiki/Carmen_(A)"}
    assert client.post(URL, body, format="json").status_code == 201
    assert client.post(URL, {**body, "wikipedia_page": ""}, format="json").status_code == 201
    other = {**body, "wikipedia_page": "https://en.wikipedia.org/wiki/Carmen_(B)"}
    assert client.post(URL, other, format="json").status_code == 201
    again = client.post(URL, other, format="json")
    assert again.json()["errors"] == {
        "title": ["There already is a film with this title, year and Wikipedia page."]
    }


@pytest.mark.parametrize(
    ("field", "value"), [("year", 1869), ("genres", ["x" * 51]), ("synopsis", "x" * 10_001)]
)
def test_bounds_are_kept(client, field, value):
    answer = client.post(URL, {"title": "A", "year": 1950, field: value}, format="json")
    assert list(answer.json()["errors"]) == [field]


def test_a_synopsis_may_have_paragraphs(client):
    body = {"title": "A", "year": 1870, "synopsis": " One.\n\nTwo.\n"}
    assert client.post(URL, body, format="json").json()["synopsis"] == "One.\n\nTwo."


def test_the_summary_counts_genres_and_years(client):
    assert client.get(f"{URL}summary/").json() == {
        "total": 0,
        "letters": [],
        "genres": [],
        "decades": [],
        "first_year": None,
        "last_year": None,
    }
    film("A", 1926, genres=["Comedy", "Silent"])
    film("B", 1999, genres=["Comedy"])
    film("C", 1950)
    assert client.get(f"{URL}summary/").json() == {
        "total": 3,
        "letters": [{"letter": letter, "count": 1} for letter in "abc"],
        "decades": [{"decade": decade, "count": 1} for decade in (1920, 1950, 1990)],
        "genres": [{"name": "Comedy", "count": 2}, {"name": "Silent", "count": 1}],
        "first_year": 1926,
        "last_year": 1999,
    }


def test_the_summary_needs_the_permission_to_list(client_with):
    assert client_with("read:movies", "list:books").get(f"{URL}summary/").status_code == 403
