"""No token reaches the browser, no other page acts by its cookie, and what ends a session shows at once."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import noted_tokens
from tests.e2e.changer import Changer, changer_of
from tests.e2e.conftest import PATIENCE
from tests.e2e.pages import account_of, log_in
from tests.e2e.searching import places_of, places_with, traffic_in
from tests.e2e.server import Site, free_port, running_site
from tests.identity.browser import challenge_of

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

FOLLOWS = 5_000  # milliseconds until an open tab shows what happened elsewhere, and a busy machine's patience


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bff")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """The demo under backend_for_frontend, which notes what tokens its server gets."""
    notes = folder / "tokens"
    notes.touch()
    settings = {"AUDIENCE_STRATEGY": "backend_for_frontend", "LOGIN_RATE": "0", "BFF_LOGIN_RATE": "0"}
    with running_site(
        folder, **settings, **noted_tokens.SETTINGS, **{noted_tokens.FILE: str(notes)}
    ) as running:
        yield running


@pytest.fixture(scope="module")
def changer(site: Site) -> Iterator[Changer]:
    with changer_of(site) as running:
        yield running


def open_place(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.wait_for_load_state("networkidle")


@pytest.fixture
def arrive(logged_in: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """Return a maker of pages on which somebody is logged in."""
    return lambda name, to="/": logged_in(name, to, site.url)


@pytest.fixture
def own_window(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Return a maker of pages in a new profile, in which a test does what a browser complains of."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        contexts.append(browser.new_context(base_url=site.url, **options))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def test_no_token_that_the_server_holds_is_anywhere_in_the_browser(own_window, site: Site, folder: Path):
    recording = folder / "recording.har"
    page = own_window(record_har_path=recording, record_har_content="embed", record_har_mode="full")
    log_in(page, "Batman", "/movies")
    for title in ("Books", "People", "My access", "How it works"):
        open_place(page, title)
    assert page.evaluate(RENEW) == 204
    open_place(page, "Movies")
    account_of(page, "Batman").click()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_role("button", name="Batman").click()
    account_of(page, "Batman").wait_for()
    open_place(page, "Books")
    handle = page.evaluate(HANDLE)
    places = {**places_of(page), "log": (folder / "server.log").read_text()}
    page.context.close()
    traffic = traffic_in(recording)

    tokens, codes = noted(folder / "tokens")
    assert places_with(tokens | codes, places) == set()
    assert places_with(tokens, traffic) == set()
    assert places_with(codes, traffic) == {"addresses"}  # It is spent, and the history shows it.
    # The search does find what is there.
    assert places_with({handle}, {**places, **traffic}) == {"traffic", "heap"}
    assert places_with(tokens, places_with_a_piece(own_window(), max(tokens, key=len)[80:160])) == PLANTED


def noted(notes: Path) -> tuple[set[str], set[str]]:
    """Return the tokens that the server got in two logins at least, and the codes."""
    secrets: dict[str, set[str]] = {kind: set() for kind in noted_tokens.SECRETS}
    for kind, secret in noted_tokens.noted(notes):
        secrets[kind].add(secret)
    assert all(len(found) >= 2 for found in secrets.values()), secrets
    codes = secrets.pop("code")
    return set().union(*secrets.values()), codes


def places_with_a_piece(page: Page, piece: str) -> dict[str, str]:
    """Return all that a page keeps which has put a piece of a token wherever it can."""
    page.goto("/")
    page.evaluate(PLANT, piece)
    page.context.add_cookies([{"name": "planted", "value": piece, "url": page.url}])
    return places_of(page)


HANDLE = """async () => (
  await (await fetch("/bff/session", { headers: { "X-Usher": "1" } })).json()
).handle"""
RENEW = f"""async () => (await fetch(
  "/bff/renew", {{ method: "POST", headers: {{ "X-Usher": await ({HANDLE})() }} }},
)).status"""
PLANT = """async (piece) => {
  window.planted = { piece: `${piece}.` };
  localStorage.planted = sessionStorage.planted = piece;
  history.replaceState({ piece }, "");
  await (await caches.open("planted")).put("/planted", new Response(piece));
  const open = indexedDB.open("planted");
  open.onupgradeneeded = () => open.result.createObjectStore("planted", { autoIncrement: true }).add(piece);
  await new Promise((done) => (open.onsuccess = done));
  open.result.close();
}"""
PLANTED = {"localStorage", "sessionStorage", "IndexedDB", "Cache", "document", "cookies", "heap"}


def test_no_script_of_the_page_gets_a_code_that_it_can_redeem(own_window, site: Site, changer: Changer):
    site.manage(
        "client", "add", "--public", "--id", "elsewhere", "--redirect-uri", "http://127.0.0.1:9/callback"
    )
    clients = json.loads(changer.printed(CLIENTS))
    assert {client for client, _ in clients} >= {"usher-bff", "elsewhere"}
    page = log_in(own_window(), "Batman")
    codes: list[str] = []
    page.context.on("response", lambda answer: codes.extend(code_in(answer.headers.get("location", ""))))
    for way in ("fetch", "frame"):
        seen = page.evaluate(TRY, {"clients": clients, "way": way, "challenge": challenge_of(VERIFIER)})
        assert (codes, [code for text in seen for code in code_in(text)]) == ([], []), way
    seen = page.evaluate(TRY, {"clients": clients, "way": "popup", "challenge": challenge_of(VERIFIER)})
    # The provider gives some to the pages of these clients, and the page that asked cannot read them.
    assert codes != []
    assert [code for text in seen for code in code_in(text)] == []
    ours = [code for code in codes if page.evaluate(REDEEM, ["usher-bff", code, VERIFIER]) == 200]
    assert ours == []


def code_in(text: str) -> list[str]:
    return re.findall(r"[?&#\"]code[=\":]+([\w-]+)", text)


VERIFIER = "v" * 50
CLIENTS = (
    "import json; from oauth2_provider.models import Application; print(json.dumps("
    "[[each.client_id, uri] for each in Application.objects.all() for uri in each.redirect_uris.split()"
    "], separators=(',', ':')))"
)
TRY = """async ({ clients, way, challenge }) => {
  const seen = [];
  window.addEventListener("message", ({ data }) => seen.push(JSON.stringify(data)));
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const look = (other) => {
    try {
      seen.push(other.location.href, other.document.documentElement.outerHTML);
    } catch {}
  };
  const ways = {
    async fetch(address) {
      for (const options of [{}, { mode: "no-cors" }, { redirect: "manual" }]) {
        seen.push(await fetch(address, options).then(async (said) => said.url + (await said.text()), String));
      }
    },
    async frame(address) {
      const frame = Object.assign(document.createElement("iframe"), { src: address });
      const loaded = new Promise((done) => (frame.onload = done));
      document.body.append(frame);
      await Promise.race([loaded, pause(2000)]);
      look(frame.contentWindow);
      frame.remove();
    },
    async popup(address) {
      const popup = window.open(address);
      for (let tries = 0; tries < 200; tries++) {
        look(popup);
        await pause(5);
      }
      popup.close();
    },
  };
  for (const [client_id, redirect_uri] of clients) {
    for (const more of [{}, { prompt: "none", response_mode: "web_message" }]) {
      await ways[way](`/authorize?${new URLSearchParams({
        client_id, redirect_uri, response_type: "code", scope: "openid offline_access", state: "a-state",
        nonce: "a-nonce", code_challenge: challenge, code_challenge_method: "S256",
        audience: "https://api.usher.example/", ...more,
      })}`);
    }
  }
  return seen;
}"""
REDEEM = """async ([client_id, code, code_verifier]) => (await fetch("/oauth/token", {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "authorization_code", client_id, code, code_verifier,
    redirect_uri: `${window.location.origin}/bff/callback`,
  }),
})).status"""


def test_the_script_that_the_page_runs_on_request_gets_no_token(own_window):
    page = log_in(own_window(), "Robin", "/how")
    page.get_by_role("button", name="Let the script run").click()
    expect(page.get_by_role("button", name="Let the script run again")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#script")).to_contain_text(
        "It got no token. When this page is closed, it has nothing."
    )


def test_a_reload_is_one_request_and_no_frame(arrive):
    page = arrive("Robin", "/movies")
    page.get_by_role("table").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.on("frameattached", lambda frame: asked.append("a frame"))
    page.reload()
    page.get_by_role("table").wait_for()
    account_of(page, "Robin").wait_for()
    assert asked.count("/bff/session") == 1
    assert not {"a frame", "/authorize", "/oauth/token", "/bff/login", "/bff/renew"} & set(asked)
    assert not [path for path in asked if path.startswith(("/api/", "/me/"))]


def test_no_page_of_another_port_or_host_acts_by_the_cookie(own_window, site: Site, other_pages):
    page = log_in(own_window(), "Batman")
    handle, films = page.evaluate(HANDLE), page.evaluate(FILMS)
    for host in ("localhost", "127.0.0.1"):
        page.goto(other_pages(host))
        for path, method in (("/bff/logout", "POST"), ("/bff/session", "GET"), ("/bff/api/movies/", "POST")):
            for headers in ({}, {"X-Usher": handle}, {"X-Usher": "1", "Content-Type": "text/plain"}):
                address = f"{site.url}{path}"
                assert page.evaluate(CROSS, [address, method, headers, "cors"]) == "unreadable"
                page.evaluate(CROSS, [address, method, headers, "no-cors"])
        for path in ("/bff/logout", "/bff/renew", "/bff/api/movies/", "/bff/backchannel-logout"):
            with page.expect_navigation(url=f"{site.url}{path}") as gone:
                page.evaluate(FORM, f"{site.url}{path}")
            assert 400 <= gone.value.status < 500
            page.go_back()
    page.goto("/movies")
    account_of(page, "Batman").wait_for()
    assert (page.evaluate(HANDLE), page.evaluate(FILMS)) == (handle, films)


FILMS = f"""async () => (await fetch(
  "/bff/api/movies/?count=true&page_size=1", {{ headers: {{ "X-Usher": await ({HANDLE})() }} }},
)).text()"""
CROSS = """([address, method, headers, mode]) => fetch(
  address, { method, headers, mode, credentials: "include", ...(method === "POST" && { body: "{}" }) },
).then(async (said) => said.type === "opaque" ? "unreadable" : said.text(), () => "unreadable")"""
FORM = """(action) => {
  const form = Object.assign(document.createElement("form"), { action, method: "post" });
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture
def other_pages() -> Iterator[Callable[[str], str]]:
    """Serve an empty page; to a browser localhost is the same site at each port, and 127.0.0.1 another."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Another site</title>")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield lambda host: f"http://{host}:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def half_a_book(arrive) -> Page:
    """A page on which Alfred has begun to add a book."""
    page = arrive("Alfred", "/books/new")
    page.get_by_role("textbox", name="Title", exact=True).fill("Half a title")
    return page


def test_a_tab_is_told_who_logged_in_in_another(half_a_book: Page):
    other = half_a_book.context.new_page()
    other.goto("/")
    other.context.clear_cookies(name=re.compile("sessionid"))
    other.goto("/bff/login")
    other.get_by_role("button", name="Batman").click()
    account_of(other, "Batman").wait_for()
    told = half_a_book.get_by_role("dialog", name="Batman is logged in now")
    expect(told).to_be_visible(timeout=FOLLOWS)
    assert is_kept(half_a_book)


ALFRED = "User.objects.get(username='alfred')"
ENDINGS = {
    "signed out everywhere": f"from identity.accounts.sign_ins import *; sign_out_everywhere({ALFRED})",
    "deactivated": f"alfred = {ALFRED}; alfred.is_active = False; alfred.save()",
}


@pytest.mark.parametrize("how", ["from another browser", *ENDINGS])
def test_an_open_tab_is_told_that_its_session_was_ended_elsewhere(
    half_a_book: Page, own_window, changer: Changer, how: str
):
    if how in ENDINGS:
        changer.make(ENDINGS[how])
    else:
        assert log_in(own_window(), "Alfred").evaluate(END_OTHERS)[0] == 204
    try:
        expect(half_a_book.get_by_role("dialog")).to_contain_text("Log in again", timeout=FOLLOWS)
        assert is_kept(half_a_book)
    finally:
        changer.make(f"alfred = {ALFRED}; alfred.is_active = True; alfred.save()")


END_OTHERS = f"""async () => {{
  const headers = {{ "X-Usher": await ({HANDLE})() }};
  const {{ results }} = await (await fetch("/bff/sessions", {{ headers }})).json();
  const end = ({{ id }}) => fetch(`/bff/sessions/${{id}}`, {{ method: "DELETE", headers }});
  const ended = await Promise.all(results.filter((one) => !one.current).map(end));
  return ended.map((said) => said.status);
}}"""


def test_a_role_that_is_withdrawn_shows_in_an_open_tab_and_its_session_goes_on(arrive, changer: Changer):
    page = arrive("Alfred", "/movies")
    handle = page.evaluate(HANDLE)
    books = page.get_by_role("navigation", name="Main").get_by_role("link", name="Books")
    expect(books).to_be_visible()
    group = "Group.objects.get(name='Employees')"
    changer.make(f"{ALFRED}.groups.remove({group})")
    try:
        expect(page.get_by_role("main")).to_contain_text("list:movies", timeout=FOLLOWS)
    finally:
        changer.make(f"{ALFRED}.groups.add({group})")
    expect(page.get_by_role("table")).to_be_visible(timeout=FOLLOWS)
    assert page.evaluate(HANDLE) == handle


def test_a_session_is_good_in_every_process_and_a_killed_one_loses_none(
    own_window, site: Site, tmp_path: Path
):
    robin, joker = (headers_of(log_in(own_window(), name), site) for name in ("Robin", "Joker"))
    shared = ("AUDIENCE_STRATEGY", "DATABASE_URL", "SITE_URL", "LOGIN_RATE")
    settings = {name: site.environment[name] for name in shared}
    with running_site(tmp_path, PORT=str(free_port()), **settings) as other:
        assert status_at(other, "GET", "/bff/api/movies/", robin) == 200
        assert status_at(other, "POST", "/bff/logout", joker) == 200
        assert status_at(site, "GET", "/bff/me/permissions", joker) == 401
        with ThreadPoolExecutor(8) as pool:
            for _ in range(8):
                pool.submit(status_at, other, "POST", "/bff/renew", robin)
            time.sleep(0.1)  # They are under way.
            server = psutil.Process(other.pid)
            for process in (*server.children(recursive=True), server):
                process.kill()
    # What it was asking for is asked for again, once nobody can be asking for it any more.
    give_up_at = time.monotonic() + 10
    while (renewed := status_at(site, "POST", "/bff/renew", robin)) == 503:
        assert time.monotonic() < give_up_at
    assert renewed == 204
    assert status_at(site, "GET", "/bff/api/movies/", robin) == 200


def headers_of(page: Page, site: Site) -> dict[str, str]:
    """Return what the browser of this page says of its session."""
    (cookie,) = [one for one in page.context.cookies() if one["name"].startswith("usher-session")]
    return {
        "Host": urlsplit(site.url).netloc,
        "Cookie": f"{cookie['name']}={cookie['value']}",
        "X-Usher": page.evaluate(HANDLE),
        "Sec-Fetch-Site": "same-origin",
    }


def status_at(process: Site, method: str, path: str, headers: dict[str, str]) -> int:
    """Ask one process of the site."""
    address = f"http://127.0.0.1:{process.environment['PORT']}{path}"
    return requests.request(method, address, headers=headers, timeout=20).status_code


def is_kept(page: Page) -> bool:
    return page.get_by_role("textbox", name="Title", exact=True).input_value() == "Half a title"
