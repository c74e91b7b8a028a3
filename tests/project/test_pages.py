"""The SPA answers what nothing else owns, and only that."""

import json
import re
from typing import Any

import pytest
from django.test import Client, override_settings

from project import spa


@pytest.fixture
def built(tmp_path, settings):
    """A built SPA of one line, gathered, in place of the real one."""
    (tmp_path / "index.html").write_text('<script nonce="__CSP_NONCE__" src="/static/spa/app.js"></script>')
    (tmp_path / "static" / "spa").mkdir(parents=True)
    (tmp_path / "static" / "spa" / "app.js").touch()
    settings.SPA_DIST, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    spa._index.cache_clear()
    yield
    spa._index.cache_clear()


@pytest.mark.parametrize(
    ("flavour", "strategy", "libraries"),
    [
        ("auth0", "single_audience", ["TokensInBrowser", "Auth0Client"]),
        ("generic", "single_audience", ["TokensInBrowser", "OidcClient"]),
        ("auth0", "backend_for_frontend", ["TokensAtServer"]),
    ],
)
def test_the_code_that_logs_in_is_fetched_beside_the_page_and_no_other(
    built, browser, conf, settings, flavour, strategy, libraries
):
    conf.FLAVOUR, conf.STRATEGY = flavour, strategy
    (settings.SPA_DIST / "index.html").write_text("<head></head>")
    (settings.SPA_DIST / "assets").mkdir()
    for name in ("Auth0Client", "OidcClient", "TokensAtServer", "TokensInBrowser", "pages"):
        (settings.SPA_DIST / "assets" / f"{name}-Ab12Cd34.js").touch()
    links = re.findall(r'href="/static/spa/assets/(.+?)"', browser.get("/").content.decode())
    assert links == [f"{name}-Ab12Cd34.js" for name in (*libraries, "pages")]
    for name in libraries:
        assert list((settings.BASE_DIR / "frontend/src/session").rglob(f"{name}.tsx"))  # its chunk's name
    assert 'name: "pages"' in (settings.BASE_DIR / "frontend/vite.config.ts").read_text()


def test_the_page_brings_the_settings_that_config_json_has_and_nothing_in_them_ends_its_script(
    built, browser, settings
):
    (settings.SPA_DIST / "index.html").write_text("<head></head>")
    settings.CLAIMS_NAMESPACE = "</script><script>alert(1)</script>&"
    html = browser.get("/").content.decode()
    brought = html.split('<script type="application/json" id="config">')[1].split("</script>")[0]
    assert json.loads(brought) == browser.get("/config.json").json()
    assert "alert(1)</" not in html


NO_HEADING = '<h1 aria-hidden="true"></h1>'


@pytest.mark.parametrize(
    ("path", "heading"), [("/movies", "<h1>Movies</h1>"), ("/movies/12", NO_HEADING), ("/<b>", NO_HEADING)]
)
def test_the_outline_of_a_list_has_its_title_before_any_script_runs(built, browser, settings, path, heading):
    (settings.SPA_DIST / "index.html").write_text("<head></head><h1>__TITLE__</h1>")
    assert heading in browser.get(path).content.decode()
    assert "<h1>__TITLE__</h1>" in (settings.BASE_DIR / "frontend/index.html").read_text()


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Host": "localhost:8000"})


@pytest.mark.parametrize("path", ["/", "/movies", "/movies/12", "/callback", "/my-access", "/apis", "/user"])
def test_a_page_address_answers_with_the_spa(built, browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]


def test_the_answer_of_a_silent_login_alone_may_be_framed_and_by_this_site_alone(built, browser):
    frame = {"Sec-Fetch-Dest": "iframe"}
    answer = browser.get("/callback?code=c&state=s", headers=frame)
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert b"postMessage" in answer.content
    for other in (browser.get("/movies", headers=frame), browser.get("/callback?code=c&state=s")):
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"
        assert "img-src 'self' data:;" in f"{other['Content-Security-Policy']};"  # and from nowhere else


def test_where_tokens_are_at_the_server_no_page_is_framed_or_names_a_library_that_fetches_them(
    built, browser, conf, settings
):
    conf.STRATEGY, settings.EMBEDDED = "backend_for_frontend", False
    (settings.SPA_DIST / "index.html").write_text("<head></head>")
    answer = browser.get("/callback?code=c&state=s", headers={"Sec-Fetch-Dest": "iframe"})
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert b"postMessage" not in answer.content
    assert not hasattr(answer, "_csp_update")  # The issuer's hosts are not asked for, and not let in.
    page = browser.get("/movies")
    nonce = page.content.decode().split('<script nonce="')[1].split('"')[0]
    assert b'usherSession = fetch("/bff/session"' in page.content
    assert f"'nonce-{nonce}'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api", "/api/films/", "/me", "/me/nothing/", "/gateway", "/api/movies"])
def test_an_api_address_that_leads_nowhere_is_a_problem_and_no_page(built, browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert path.strip("/") in answer.json()["detail"]


A_BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/u/nothing/", "/u/login/x/", "/authorize/x", "/v2/nothing"])
def test_a_person_at_an_address_of_the_provider_that_leads_nowhere_gets_a_page(built, browser, path):
    answer = browser.get(path, headers=A_BROWSER)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "Nothing is here" in answer.content.decode()
    assert "frame-ancestors" in answer["Content-Security-Policy"]
    for accept in ("*/*", "application/json", ""):
        assert browser.get(path, headers={"Accept": accept})["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/films/", "/me/nothing/", "/gateway", "//api/movies/"])
def test_below_the_apis_a_browser_gets_no_page_either(built, browser, path):
    answer = browser.get("/", PATH_INFO=path, headers=A_BROWSER)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/movies", "/api/films/", "/me/nothing/", "/gateway"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_change_sent_to_no_api_is_told_of_its_address_and_not_of_cookies(built, path, method):
    answer = getattr(Client(enforce_csrf_checks=True, headers={"Host": "localhost:8000"}), method)(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_page_takes_no_change(built, browser):
    assert browser.post("/movies").status_code == 405


@pytest.mark.parametrize("path", ["//api/movies/", "//u/login/", "/api/films/\n", "/api/\nmovies/"])
def test_an_address_written_oddly_is_no_way_to_a_page_where_the_apis_are(built, browser, path):
    answer = browser.get("/", PATH_INFO=path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/static/spa/gone-1a2b.js", "/favicon.php", "/.env", "/.git/config", "/x/.hidden"]
)
def test_a_missing_file_is_a_plain_404_and_never_html_to_a_program(built, browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/plain"
    for destination in ("script", "style", "image", "iframe"):  # whatever it would take
        answer = browser.get(path, headers={**A_BROWSER, "Sec-Fetch-Dest": destination})
        assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain")


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Dest": "document"}])
def test_a_person_at_the_address_of_a_missing_file_gets_a_page_that_leads_on(built, browser, headers):
    answer = browser.get("/api-nothing.html", headers={**A_BROWSER, **headers})
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "Nothing is here" in answer.content.decode()


def test_the_nonce_of_the_page_is_the_one_of_its_policy_and_new_each_time(built, browser):
    nonces = set()
    for _ in range(2):
        answer = browser.get("/")
        nonce = answer.content.decode().split('nonce="')[1].split('"')[0]
        assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]
        nonces.add(nonce)
    assert len(nonces) == 2


def test_json_carries_no_policy_of_pages_and_is_never_taken_for_one(built, browser):
    answer = browser.get("/api/films/")
    assert "Content-Security-Policy" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_every_page_carries_the_headers_that_protect_it(built, browser):
    answer = browser.get("/")
    policy = answer["Content-Security-Policy"]
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "worker-src 'self' blob:"):
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_is_only_read(built, browser):
    assert browser.post("/movies").status_code == 405


def test_a_spa_that_is_not_built_says_how_to_build_it(tmp_path, settings, browser):
    settings.SPA_DIST = tmp_path / "nothing"
    spa._index.cache_clear()
    answer = browser.get("/")
    spa._index.cache_clear()
    assert (answer.status_code, b"./run demo" in answer.content) == (503, True)


def test_a_spa_whose_script_is_not_gathered_says_so_in_place_of_a_blank_page(built, settings, browser):
    (settings.STATIC_ROOT / "spa" / "app.js").unlink()
    answer = browser.get("/")
    assert (answer.status_code, b"collectstatic" in answer.content) == (503, True)
    (settings.STATIC_ROOT / "spa" / "app.js").touch()  # and it is seen without a restart
    assert browser.get("/").status_code == 200


def test_a_server_that_takes_scripts_from_where_they_lie_needs_none_gathered(built, settings, browser):
    (settings.STATIC_ROOT / "spa" / "app.js").unlink()
    settings.WHITENOISE_USE_FINDERS = True
    assert browser.get("/").status_code == 200


@pytest.mark.usefixtures("two_resources")
def test_the_spas_settings_come_from_the_sites(browser, conf, settings):
    conf.AUDIENCES = {"movies": "https://films.example/"}
    settings.SITE_URL = "http://localhost:8000"
    answer = json.loads(browser.get("/config.json").content)
    assert answer["redirectUri"] == "http://localhost:8000/callback"
    assert answer["audiences"] == {
        "movies": "https://films.example/",
        "books": "https://books.usher.example/",
    }
    assert answer["clientId"] == conf.CLIENT_ID


def config_of(browser: Client) -> Any:
    return json.loads(browser.get("/config.json").content)


def test_the_spa_asks_for_no_api_that_is_not_there(browser, conf):
    conf.DIRECTORY = "directory.backends.django.DjangoDirectory"
    with_people = config_of(browser)
    assert with_people["directory"] is True
    assert {"users", "roles", "audit"} <= with_people["audiences"].keys()
    conf.DIRECTORY, conf.PERMISSION_SOURCE = "", "token"
    without = config_of(browser)
    assert without["directory"] is False
    assert without["audiences"].keys() == with_people["audiences"].keys() - {"users", "roles"}
    assert without["scopes"].keys() == {conf.AUDIENCE, *without["audiences"].values()}
    assert not {"list:users", "list:roles"} & {*without["scopes"][conf.AUDIENCE]}


@pytest.mark.parametrize(
    ("flavour", "parameter", "scopes"),
    [("auth0", "audience", True), ("generic", "resource", True), ("keycloak", None, False)],
)
def test_the_spa_learns_how_this_issuer_is_asked(browser, conf, flavour, parameter, scopes):
    conf.FLAVOUR = flavour
    told = config_of(browser)
    assert (told["flavour"], told["audienceParameter"]) == (flavour, parameter)
    assert bool(told["scopes"][conf.AUDIENCE]) is scopes


@pytest.mark.parametrize(("source", "live"), [("token", False), ("hybrid", True), ("live", True)])
def test_the_spa_learns_whether_anything_may_change_while_a_token_lasts(browser, conf, source, live):
    conf.PERMISSION_SOURCE = source
    assert config_of(browser)["live"] is live


@pytest.mark.parametrize("lifted", [False, True])
def test_the_spa_learns_whether_people_may_give_what_they_lack(browser, settings, lifted):
    settings.ALLOW_GRANTING_UNHELD = lifted
    assert json.loads(browser.get("/config.json").content)["grantsUnheld"] is lifted


def test_a_page_under_another_host_name_is_sent_to_the_sites_own(built):
    answer = Client(headers={"Host": "127.0.0.1:8000"}).get("/movies?genre=Crime")
    assert (answer.status_code, answer["Location"]) == (302, "http://localhost:8000/movies?genre=Crime")


@pytest.mark.parametrize("path", ["/healthz", "/config.json", "/me/permissions", "/api/movies/"])
def test_what_machines_ask_answers_under_every_allowed_host(path):
    assert Client(headers={"Host": "127.0.0.1:8000"}).get(path).status_code in (200, 401)


def test_a_host_name_that_is_not_allowed_is_refused():
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        answer = Client(headers={"Host": "evil.example"}).get("/movies")
    assert answer.status_code == 400
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.fixture
def time_to_answer(monkeypatch) -> None:
    """Wait for what /readyz asks for as long as a busy machine may take."""
    monkeypatch.setattr("project.health.READY_SECONDS", 60)


@pytest.mark.django_db
def test_ready_needs_the_database_and_its_migrations(browser, time_to_answer):
    assert browser.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db(transaction=True)
def test_ready_says_what_is_missing(browser, time_to_answer):
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder.Migration.objects.filter(app="directory")
    rows = list(applied)
    applied.delete()
    try:
        answer = browser.get("/readyz")
    finally:
        MigrationRecorder.Migration.objects.bulk_create(rows)
    assert (answer.status_code, answer.json()["missing"]) == (503, ["migrations"])


def test_the_api_docs_log_in_as_a_client_that_the_issuer_knows(browser, conf, settings):
    known = "usher-docs" if settings.EMBEDDED else conf.CLIENT_ID
    assert f'"clientId": "{known}"' in browser.get("/api/docs/").content.decode()


def test_where_tokens_stay_at_the_server_the_api_docs_log_in_as_no_client(browser, conf):
    conf.STRATEGY = "backend_for_frontend"
    page = browser.get("/api/docs/").content.decode()
    assert "initOAuth" not in page
    assert "clientId" not in page
    assert 'src="/static/project/docs.js"' in page
    assert '"sessions": true' in page


@pytest.mark.django_db
def test_json_and_what_is_empty_have_no_policy(client_with):
    client = client_with("list:movies", "write:movies", "delete:movies")
    asked = client.get("/api/movies/")
    known = client.get("/api/movies/", headers={"if-none-match": asked["ETag"]})
    made = client.post("/api/movies/", {"title": "Heat", "year": 1995}, format="json")
    gone = client.delete(made["Location"])
    assert [answer.status_code for answer in (asked, known, made, gone)] == [200, 304, 201, 204]
    assert not any("Content-Security-Policy" in answer for answer in (asked, known, made, gone))
