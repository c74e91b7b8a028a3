"""manage.py doctor: what it prints, how it ends, and that no token comes out of it."""

import io
import json
import logging
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from permissions_api.testing import TRUSTED
from project.doctor import start
from project.doctor.catalogue import CHECKS, TOKEN_CHECKS
from tests.issuer import token_with
from tests.project.doctor.conftest import SECRETS
from tests.project.test_manage import ROOT, manage

TABLE = re.compile(r"(?<=<!-- findings -->\n).*(?=\n<!-- end of findings -->)", re.DOTALL)


def doctor(*arguments: str) -> tuple[int, str]:
    """Run it in this process; give its exit status and what it printed."""
    out = io.StringIO()
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def sent(monkeypatch, site, conf):
    """Return a function that puts a token on standard input."""
    for name, value in TRUSTED.items():
        setattr(conf, name, value)

    def send(raw: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    return send


def test_a_right_site_ends_with_0_and_a_mistake_with_1(site, issuer):
    status, said = doctor()
    assert (status, said.splitlines()[-1]) == (0, "25 ok")
    issuer.origins.clear()
    status, said = doctor()
    assert (status, said.splitlines()[-1]) == (1, "2 errors, 24 ok")
    assert re.search(r"^error   origin: .*\n(.*\n)*? +why: .*\n(.*\n)*? +set: ", said, re.MULTILINE)


@pytest.mark.parametrize("trouble", ["none", "refused", "down"])
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_no_secret_is_printed(site, issuer, settings, how, trouble):
    if trouble == "refused":
        issuer.scopes = None
    elif trouble == "down":
        issuer.server.stop()
    _, said = doctor(*how)
    assert "machine" in said
    assert not [secret for secret in (*SECRETS, settings.SECRET_KEY) if secret in said]


def test_a_warning_alone_ends_with_0(site, issuer):
    issuer.discovered = {"code_challenge_methods_supported": []}
    assert doctor()[0] == 0


def test_programs_get_json(site, issuer):
    issuer.origins.clear()
    status, said = doctor("--json", "--only", "origin", "--only", "pkce")
    assert status == 1
    findings = json.loads(said)["findings"]
    assert [(each["id"], each["severity"]) for each in findings] == [("origin", "error")] * 2 + [
        ("pkce", "ok")
    ]
    assert findings[0].keys() == {"id", "severity", "sentence", "why", "set"}


def test_what_cannot_be_asked_ends_with_2(conf):
    with pytest.raises(CommandError, match=r"There is no 'orign'\. There are: settings, https") as refused:
        doctor("--only", "orign")
    assert refused.value.returncode == 2
    conf.STRATEGY = "both"
    with pytest.raises(CommandError, match="STRATEGY='both'") as refused:
        doctor()
    assert refused.value.returncode == 2
    assert manage("doctor", PORT="many").returncode == 2


def test_a_token_is_explained_and_no_part_of_it_shown(sent, capfd, caplog):
    token = token_with("list:movies", scope="list:movies")
    caplog.set_level(logging.DEBUG)
    for begin, how in ((b"", []), (b"Bearer ", []), (b"\n ", ["--json"])):
        sent(begin + token.encode() + b"\n")
        status, said = doctor("--token", "-", *how)
        assert status == 0
        assert "/api/movies/ lets list through." in " ".join(said.split())
        shown = said + "".join(capfd.readouterr()) + caplog.text
        assert not [part for part in token.split(".") if part[:12] in shown]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe" * 5000, b"\x00" * 100, b"Bearer", b"A" * 20_000])
def test_garbage_gets_a_sentence(sent, raw):
    sent(raw)
    status, said = doctor("--token", "-")
    assert status == 1
    assert "This is no token" in said


def test_what_never_ends_is_read_to_a_bound(sent, monkeypatch):
    class Endless(io.RawIOBase):
        read_so_far = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            self.read_so_far += len(buffer)
            assert self.read_so_far < 100_000
            buffer[:] = b"A" * len(buffer)
            return len(buffer)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert "This is no token" in doctor("--token", "-")[1]


@pytest.mark.parametrize("option", [["--token"], []])
def test_a_token_among_the_arguments_is_refused_and_not_repeated(option):
    token = token_with("list:movies")
    with pytest.raises(CommandError, match="from standard input alone") as refused:
        doctor(*option, token)
    assert refused.value.returncode == 2
    assert token[:12] not in str(refused.value)


def test_a_mistake_of_ours_shows_no_token_in_its_traceback(monkeypatch, sent):
    token = token_with("list:movies")
    program = (
        "import sys; from project.doctor import tokens\n"
        "tokens.verified_token = lambda *_: 1 / 0\n"
        "from django.core.management import call_command; import django; django.setup()\n"
        "call_command('doctor', '--token', '-')"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import os; os.environ['DJANGO_SETTINGS_MODULE']='tests.settings'; {program}",
        ],
        cwd=ROOT,
        input=token,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ZeroDivisionError" in done.stderr
    assert not [part for part in token.split(".") if part[:12] in done.stderr + done.stdout]


def test_a_terminal_is_not_asked_for_a_token(monkeypatch):
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _self: True})())
    with pytest.raises(CommandError, match="A terminal would show the token"):
        doctor("--token", "-")


def test_the_documentation_lists_what_is_looked_at():
    written = TABLE.search((ROOT / "docs" / "doctor.md").read_text())
    assert written
    assert written[0] == doctor("--list")[1].strip(), "./run doctor --list writes it"


def test_the_page_on_auth0_names_checks_that_there_are():
    page = (ROOT / "docs" / "auth0.md").read_text()
    rows = [row for row in page.partition("## When it does not work")[2].splitlines() if row.endswith(" |")]
    named = {
        *re.findall("`([a-z-]+)`", " ".join(row.split(" | ")[2] for row in rows if row.count(" | ") == 2))
    }
    assert (
        {"client-and-callback", "machine-client"} <= named <= {each.id for each in (*CHECKS, *TOKEN_CHECKS)}
    )


# --- At the start ---------------------------------------------------------------------------


@pytest.fixture
def at_start(monkeypatch):
    """Return a function that gives what the start writes, of a site that answers."""
    monkeypatch.setattr(start, "answers_at", lambda _port: True)

    def look() -> str:
        out = io.StringIO()
        start._look(OutputWrapper(out))
        return out.getvalue()

    return look


def test_a_right_site_starts_without_a_word(at_start, site, settings):
    assert at_start() == ""
    settings.EMBEDDED = True
    assert at_start() == ""


def test_what_is_wrong_is_told_at_the_start(at_start, site, issuer):
    issuer.server.discovery = lambda request: request.send_error(500)
    assert "error   discovery: The issuer answers 500" in at_start()
    assert "./run doctor looks at all there is." in at_start()


def test_the_start_asks_an_issuer_for_little(at_start, site, issuer):
    at_start()
    assert issuer.server.fetches == {"/.well-known/openid-configuration": 1, "/jwks": 1, "/authorize": 1}


def test_a_start_goes_on_whatever_the_doctor_meets(at_start, site, monkeypatch, caplog):
    monkeypatch.setattr(start, "troubles", lambda _outside: 1 / 0)
    assert at_start() == ""
    assert "it is served all the same" in caplog.text


def test_a_start_does_not_wait_for_a_site_that_never_answers(monkeypatch, site):
    monkeypatch.setattr(start, "answers_at", lambda _port: False)
    monkeypatch.setattr(start, "STARTING_SECONDS", 0)
    out = io.StringIO()
    start._look(OutputWrapper(out))
    assert out.getvalue() == ""
