"""Settings are read with their type, and a wrong one is named."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from project import env

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("reader", "value", "meant"),
    [
        (env.flag, "1", True),
        (env.flag, "Off", False),
        (lambda name: env.integer(name, 5), "12", 12),
        (env.words, " a, b ,,c ", ["a", "b", "c"]),
        (env.mapping, '{"movies": "https://m/"}', {"movies": "https://m/"}),
        (lambda name: env.rate(name, "1/s"), "10/m", (10, 60)),
        (lambda name: env.rate(name, "1/s"), "0", None),
        (lambda name: env.choice(name, "a", ["a", "b"]), "b", "b"),
        (lambda name: env.cookie_name(name, ""), "shop-2", "shop-2"),
        (
            lambda name: env.origin(name, "http://localhost"),
            "https://usher.example/",
            "https://usher.example",
        ),
    ],
)
def test_a_value_is_read_with_its_type(monkeypatch, reader, value, meant):
    monkeypatch.setenv("USHER_TRIAL", value)
    assert reader("USHER_TRIAL") == meant


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (env.flag, "maybe"),
        (lambda name: env.integer(name, 5), "twelve"),
        (lambda name: env.integer(name, 5, least=1), "0"),
        (lambda name: env.integer(name, 5), "-3"),
        (env.mapping, "movies=x"),
        (env.mapping, '{"movies": 3}'),
        (env.mapping, "[]"),
        (lambda name: env.rate(name, "1/s"), "10/week"),
        (lambda name: env.rate(name, "1/s"), "0/m"),
        (lambda name: env.choice(name, "a", ["a", "b"]), "c"),
        (lambda name: env.cookie_name(name, ""), "my site"),
        (lambda name: env.origin(name, "http://localhost"), "usher.example"),
        (lambda name: env.origin(name, "http://localhost"), "https://usher.example/films"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name_and_value(monkeypatch, reader, value):
    monkeypatch.setenv("USHER_TRIAL", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        reader("USHER_TRIAL")
    assert "USHER_TRIAL" in str(refusal.value)
    assert repr(value) in str(refusal.value)


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (lambda name: env.database(name, "sqlite:///x"), "hunter2"),
        (lambda name: env.database(name, "sqlite:///x"), "mysql://usher:hunter2@db/usher"),
        (lambda name: env.database(name, "sqlite:///x"), "postgresql://usher:hunter2@db:port/usher"),
        (env.mail_server, "hunter2"),
        (env.mail_server, "smtp://usher:hunter2@mail:port"),
    ],
)
def test_an_address_with_a_password_that_cannot_be_used_is_refused_by_name_alone(monkeypatch, reader, value):
    monkeypatch.setenv("USHER_TRIAL", value)
    with pytest.raises(ImproperlyConfigured, match="USHER_TRIAL leads to no") as refusal:
        reader("USHER_TRIAL")
    assert "hunter2" not in str(refusal.value)


def test_a_secret_that_must_be_there_is_missed_with_a_hint(monkeypatch):
    monkeypatch.delenv("USHER_TRIAL", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"USHER_TRIAL is not set\. Make one\."):
        env.required_secret("USHER_TRIAL", hint="Make one.")


def test_the_example_names_every_setting_and_no_other():
    read = re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', (ROOT / "project" / "settings.py").read_text())
    named = re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(read)


def test_a_secret_comes_from_the_file_that_is_named(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("of-the-file\n")
    monkeypatch.setenv("USHER_TRIAL", "of-the-variable")
    monkeypatch.setenv("USHER_TRIAL_FILE", str(tmp_path / "secret"))
    assert env.secret("USHER_TRIAL") == "of-the-file"


def test_a_secret_file_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("USHER_TRIAL_FILE", "/nowhere/secret")
    with pytest.raises(ImproperlyConfigured, match="USHER_TRIAL_FILE='/nowhere/secret' cannot be read"):
        env.secret("USHER_TRIAL")


@pytest.mark.parametrize(
    ("by_hand", "port", "site_url"),
    [
        ({}, "8137", "http://usher.test:8137"),
        ({"PORT": "9000"}, "9000", None),
        ({"SITE_URL": "http://other.test"}, "8137", "http://other.test"),
    ],
)
def test_an_address_given_by_hand_beats_the_one_in_the_file(monkeypatch, tmp_path, by_hand, port, site_url):
    for name in ("PORT", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in by_hand.items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".env").write_text("PORT=8137\nSITE_URL=http://usher.test:8137\n")
    env.read_file("USHER_TRIAL", tmp_path / ".env")
    assert (os.environ.get("PORT"), os.environ.get("SITE_URL")) == (port, site_url)


@pytest.mark.parametrize(
    ("value", "claim"),
    [
        ("", "permissions"),
        ("rights", "rights"),
        ("https://ns.example/a.b", "https://ns.example/a.b"),
        ('["resource_access", "movies", "roles"]', ["resource_access", "movies", "roles"]),
    ],
)
def test_a_claim_is_a_name_taken_whole_or_a_list_of_keys(monkeypatch, value, claim):
    monkeypatch.setenv("NAME", value)
    assert env.claim("NAME", "permissions") == claim
    monkeypatch.setenv("NAME", json.dumps({"movies": claim}))
    assert env.claims("NAME") == {"movies": claim}


@pytest.mark.parametrize("value", ["[", "[]", '[""]', "[1]", '[["a"]]', '["a", null]', '["a"'])
def test_what_is_no_claim_is_refused_by_name_and_value(monkeypatch, value):
    monkeypatch.setenv("NAME", value)
    with pytest.raises(ImproperlyConfigured, match=r"^NAME=.*(no claim|not JSON)"):
        env.claim("NAME", "permissions")
    monkeypatch.setenv("NAME", f'{{"movies": {value}}}')
    with pytest.raises(ImproperlyConfigured, match=r"^NAME.*(no claim|not JSON)"):
        env.claims("NAME")


def test_origins_are_as_browsers_send_them(monkeypatch):
    sent = "https://app.example, http://localhost:5173,https://xn--bcher-kva.example:8443,http://127.0.0.1"
    monkeypatch.setenv("NAME", sent)
    assert env.origins("NAME") == sent.replace(" ", "").split(",")
    monkeypatch.setenv("NAME", "")
    assert env.origins("NAME") == []


@pytest.mark.parametrize(
    "value",
    [
        *(
            "*",
            "null",
            "app.example",
            "https://",
            "https://*.example",
            "https://app.example/",
            "ftp://app.example",
        ),
        *(
            "https://App.example",
            "HTTPS://app.example",
            "https://app.example/path",
            "https://user@app.example",
        ),
        *("https://app.example:443", "http://localhost:80", "https://app.example:", "https://app.example:x"),
        *(
            "https://app.example?x",
            "https://app.example#x",
            "https://bücher.example",
        ),
        *("https://app..example", "https://app.example https://b.example", "http://app.example"),
    ],
)
def test_what_no_browser_sends_or_others_could_change_is_no_origin(monkeypatch, value):
    monkeypatch.setenv("NAME", f"https://good.example,{value}")
    with pytest.raises(ImproperlyConfigured, match=r"^NAME names"):
        env.origins("NAME")


@pytest.mark.parametrize("value", ["[]", "7", '"a"', '{"movies": 7}', '{"movies": {}}', '{"movies": null}'])
def test_claims_by_name_are_an_object(monkeypatch, value):
    monkeypatch.setenv("NAME", value)
    with pytest.raises(ImproperlyConfigured, match=r"^NAME"):
        env.claims("NAME")
