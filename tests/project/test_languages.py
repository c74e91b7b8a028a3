"""Pages speak the language that was chosen or is asked for; APIs speak English and a code, always."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import get_language, gettext

from books.models import Book
from movies.models import Movie
from project.docs_site import HEADER
from project.languages import Languages
from tooling import translations, unmarked_words

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def page() -> Client:
    return Client(headers={"Host": "localhost:8000", "Accept": "text/html"})


def said(path: str, **headers: str) -> HttpResponse:
    """Return what the middleware makes of an answer that names the language in force."""
    request = RequestFactory(headers=headers).get(path)
    return Languages(lambda _request: HttpResponse(get_language()))(request)


def test_a_page_speaks_the_language_that_the_browser_asks_for_and_caches_are_told():
    answer = said("/movies", **GERMAN)
    assert answer.content == b"de"
    assert answer["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


def test_what_was_chosen_comes_before_what_the_browser_asks_for():
    assert said("/movies", Cookie="usher-language=en", **GERMAN).content == b"en"
    assert said("/movies", Cookie="usher-language=../../x", **GERMAN).content == b"de"


@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions", "/bff/session", "/gateway/movies/"])
def test_an_api_speaks_english_and_is_kept_the_same_for_all_languages(path):
    assert said("/movies", **GERMAN).content == b"de"  # and leaves nothing behind in the thread
    answer = said(path, Cookie="usher-language=de", **GERMAN)
    assert answer.content == b"en"
    assert "Vary" not in answer
    assert "Content-Language" not in answer


def test_a_refusal_of_an_api_is_english_with_a_code_whatever_is_asked_for(page):
    answer = page.get("/api/movies/", headers={"Accept": "application/json", **GERMAN})
    assert answer.status_code == 401
    assert answer.json()["title"] == "Unauthorized"
    assert "Accept-Language" not in answer.get("Vary", "")


def test_a_page_that_is_not_there_says_so_in_german(page):
    html = page.get("/u/nothing-here", headers=GERMAN).content.decode()
    assert '<html lang="de">' in html


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["de", "en"])
@pytest.mark.parametrize(
    "path",
    [
        *("/u/login/", "/u/nothing-here", "/admin/login/", "/callback", "/docs/", "/docs/no"),
        *("/api/docs/", "/api/docs/oauth2-redirect.html"),
    ],
)
def test_a_page_is_in_the_language_that_its_header_names(page, settings, tmp_path, path, asked):
    settings.DOCS_SITE = tmp_path
    (tmp_path / "README.html").write_bytes(b'<html lang="en">' + HEADER)
    # The callback is a page of the server's own in a frame alone.
    headers = {"Accept-Language": asked, "Sec-Fetch-Dest": "iframe" if path == "/callback" else "document"}
    answer = page.get(path, headers=headers, follow=True)
    (language,) = re.findall(r'<html lang="(\w+)"', answer.content.decode())
    assert answer["Content-Language"] == language == ("en" if path == "/docs/" else asked)
    # Where every language has the same answer, caches keep one.
    assert ("Accept-Language" in answer["Vary"]) == (path != "/docs/")


def test_a_language_is_kept_and_leads_back_to_the_page_it_was_chosen_on(page):
    answer = page.post(
        "/language", {"language": "de"}, headers={"Referer": "http://localhost:8000/movies?a=b"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/movies?a=b")
    cookie = answer.cookies["usher-language"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("de", "Lax", True)
    assert '<html lang="de">' in page.get("/u/nothing-here").content.decode()


@pytest.mark.parametrize(
    ("language", "headers", "status"),
    [("xx", {}, 400), ("", {}, 400), ("de", {"Sec-Fetch-Site": "cross-site"}, 403)],
)
def test_no_other_site_chooses_a_language_and_none_is_chosen_that_the_site_does_not_speak(
    page, language, headers, status
):
    answer = page.post("/language", {"language": language}, headers=headers)
    assert answer.status_code == status
    assert not answer.cookies


def test_no_link_chooses_a_language(page):
    answer = page.get("/language?language=de")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert not answer.cookies


def test_a_choice_never_leads_to_another_site(page):
    own = "http://localhost:8000"
    for referer, way in (
        ("https://elsewhere.example/x", "/"),
        ("//elsewhere.example", "/"),
        ("", "/"),
        (own, "/"),
        # The app answers at any path, such as one that reads as another host.
        (f"{own}//elsewhere.example/x", "/elsewhere.example/x"),
        (f"{own}///elsewhere.example/x?a#b", "/elsewhere.example/x?a#b"),
        (f"{own}/\t/elsewhere.example", "/elsewhere.example"),
    ):
        answer = page.post("/language", {"language": "de"}, headers={"Referer": referer})
        assert answer["Location"] == way


ENGLISH = {"docs_header.html"}  # as the docs below it are
TEMPLATES = [
    file
    for package in translations.PACKAGES
    for file in (settings.BASE_DIR / package).glob("templates/**/*.html")
    if file.name not in ENGLISH
]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_all_that_a_page_says_is_marked_for_other_languages(file):
    assert translations.unmarked(file.read_text()) == []


def test_a_word_that_is_not_marked_is_found():
    assert translations.unmarked("<p>{{ name }} is <b>here</b></p>") == ["is", "here"]
    assert translations.unmarked('<a title="Go on" href="/">{% translate "Go on" %}</a>') == ["Go on"]


SCRIPTS = [
    file for package in translations.PACKAGES for file in (settings.BASE_DIR / package).glob("static/**/*.js")
]
# What pages and the admin show comes from modules that know of models, forms, the admin or templates.
OF_PAGES = re.compile(
    r"^from django(?: import forms|\.apps|\.contrib import .*\b(?:admin|messages)|\.db import .*models"
    r"|\.core\.(?:exceptions import .*ValidationError|validators)|\.shortcuts import .*render)",
    re.MULTILINE,
)
MODULES = [
    file
    for package in translations.PACKAGES
    for file in (settings.BASE_DIR / package).rglob("*.py")
    if not {"migrations", "management"} & {*file.parts} and OF_PAGES.search(file.read_text())
]
# In English: for operators, for other programs, of APIs, and of tables that no page shows.
NO_PAGE = {
    *("project/docs_site.py", "project/spa.py", "importing/importer.py", "identity/clients/signals.py"),
    *("identity/authorize/views.py", "audit/models.py", "resources/models.py"),
    "resources/pictures/awaited.py",
}


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_what_a_script_says_comes_from_its_page(file):
    assert unmarked_words.in_script(file.read_text()) == []


def test_what_models_forms_and_the_admin_say_is_marked_for_other_languages():
    unmarked = {
        str(file.relative_to(settings.BASE_DIR)): found
        for file in MODULES
        # APIs answer English; system checks speak to operators.
        if "rest_framework" not in file.read_text() and file.name != "checks.py"
        if (found := unmarked_words.in_python(file.read_text()))
    }
    assert unmarked.pop("directory/models.py") == ["seconds since 1970"]
    assert unmarked.keys() == NO_PAGE


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('name = LineField(help_text="Such as Drama.")', ["Such as Drama."]),
        ('class Meta:\n    verbose_name = "film"', ["film"]),
        ('raise ValidationError(f"At most {most} characters.")', ["At most {} characters."]),
        ('CHOICES = [("a", "The first of them")]', ["The first of them"]),
        ('def f():\n    """Say nothing at all."""\n    raise ValidationError(_("At most two."))', []),
        ('log.info("Nothing came of it.")', []),
    ],
)
def test_a_word_in_python_that_is_not_marked_is_found(code, found):
    assert unmarked_words.in_python(code) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('row.setAttribute = { "aria-label": "Server" }', ["Server"]),
        ("found.textContent = `Nothing is here`", ["Nothing is here"]),
        ('// Nothing is here\nelement("p", { className: "btn authorize primary" }, words.logOut)', []),
    ],
)
def test_a_word_in_a_script_that_no_page_gave_it_is_found(code, found):
    assert unmarked_words.in_script(code) == found


def test_an_api_says_in_english_what_is_wrong_while_pages_speak_german(page):
    page.get("/u/nothing-here", headers=GERMAN)
    with pytest.raises(ValidationError, match="one line of text"):
        Movie(title="a\nb", year=1950).clean_fields()
    with translation.override("de"), pytest.raises(ValidationError, match="eine Zeile Text"):
        Movie(title="a\nb", year=1950).clean_fields()


@pytest.mark.django_db
def test_the_admin_names_films_and_books_in_german(admin_client):
    headers = {"Host": "localhost:8000", **GERMAN}
    html = admin_client.get("/admin/", headers=headers).content.decode()
    assert re.search(r">\s*Filme\s*<", html)
    Book(title="Emma", authors=["Jane Austen"]).save()
    html = admin_client.get("/admin/books/book/", headers=headers).content.decode()
    assert {"Autoren", "Durchschnittliche Wertung"} <= {*re.findall(r"<a [^>]*>([^<]+)</a>", html)}
    assert 'data-filter-title="Sprache"' in html
    form = admin_client.get("/admin/movies/movie/add/", headers=headers).content.decode()
    assert "Wikipedia-Seite" in form
    assert "Höchstens 500 Zeichen." in form


OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_has_every_message_of_the_pages_with_its_values_and_is_compiled(language):
    file = translations.po_file(language)
    catalogue = translations.updated(language)
    assert translations.written(catalogue) == file.read_bytes(), "run ./run translations"
    assert translations.compiled(catalogue) == file.with_suffix(".mo").read_bytes(), "run ./run translations"
    for message in catalogue:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(words), f"no words for {message.id!r}"
        if message.id:
            allowed = set().union(*map(translations.marks, texts))
            assert all(translations.marks(each) <= allowed for each in words), message.id
            assert translations.marks(texts[-1]) == translations.marks(words[-1]), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_the_app_and_the_site_speak_the_same_languages(language):
    assert f"{language}: () => import" in (settings.BASE_DIR / "frontend/src/i18n/activate.ts").read_text()
    assert gettext("Language")


def test_the_other_languages_are_offered_in_their_own_words(page):
    for asked, other in (("de", "English"), ("en", "Deutsch")):
        headers = {"Accept": "text/html", "Accept-Language": asked}
        html = page.get("/u/nothing-here", headers=headers).content.decode()
        assert re.findall(r'name="language" [^>]+>(\w+)<', html) == [other]
