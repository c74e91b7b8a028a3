"""Signing keys: made once, published before they sign, rotated under the feet of running processes."""

import json
import os
import stat
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from identity.keys import signing_keys, store
from identity.keys.exceptions import RotationUnderWay
from identity.keys.signing_keys import EmbeddedKeys, _Memory
from identity.models import SigningKey
from resources.encryption import Undecryptable
from tests.identity.browser import answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


def kid_of(token: str) -> str:
    return jwt.get_unverified_header(token)["kid"]


def states() -> dict[str, str]:
    return dict(SigningKey.objects.values_list("kid", "state"))


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves by hand."""
    now = [1000.0]
    monkeypatch.setattr(signing_keys.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def other_process(monkeypatch):
    """Rotate as another process would: what this one remembers stays as it is."""

    def rotate() -> SigningKey:
        mine = signing_keys._memory
        monkeypatch.setattr(signing_keys, "_memory", _Memory())
        try:
            return signing_keys.rotate()
        finally:
            monkeypatch.setattr(signing_keys, "_memory", mine)

    return rotate


def test_the_next_key_is_published_before_it_signs(browser):
    published = {key["kid"] for key in browser.get("/.well-known/jwks.json").json()["keys"]}
    assert published == states().keys()
    assert sorted(states().values()) == ["active", "next"]
    assert signing_keys.rotate().kid in published


def test_the_published_keys_are_public_ones_for_rs256(browser):
    for key in browser.get("/.well-known/jwks.json").json()["keys"]:
        assert key.keys() == {"kty", "use", "alg", "kid", "n", "e"}
        assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")
        assert isinstance(jwt.PyJWK(key).key, RSAPublicKey)


def test_tokens_signed_before_a_rotation_stay_good_and_hints_too(browser_of):
    robin = browser_of("robin")
    before = robin.tokens()
    signing_keys.rotate()
    after = robin.refresh(before["refresh_token"]).json()
    assert kid_of(before["access_token"]) != kid_of(after["access_token"])
    assert claims_of(before["access_token"])["sub"] == claims_of(after["access_token"])["sub"]
    assert "code" in answer(robin.authorize(prompt="none", id_token_hint=before["id_token"]))
    kids = {key["kid"] for key in robin.get("/.well-known/jwks.json").json()["keys"]}
    assert {kid_of(before["id_token"]), kid_of(after["id_token"])} <= kids


def test_a_rotation_elsewhere_is_noticed_within_five_seconds(clock, other_process):
    first = signing_keys.active_signing_key().kid
    second = other_process().kid
    clock[0] += 4.9
    assert signing_keys.active_signing_key().kid == first
    clock[0] += 0.2
    assert signing_keys.active_signing_key().kid == second


def test_a_key_made_elsewhere_is_found_at_once_when_a_token_names_it(clock, other_process):
    keys = EmbeddedKeys()
    keys.get("unknown")
    other_process()
    newest = SigningKey.objects.get(state="next").kid
    clock[0] += 1.1
    assert keys.get(newest) is not None


def test_a_flood_of_unknown_kids_is_no_flood_of_queries(clock, django_assert_num_queries):
    keys = EmbeddedKeys()
    keys.get("unknown")
    with django_assert_num_queries(0):
        assert [keys.get(f"unknown-{number}") for number in range(100)] == [None] * 100
    clock[0] += 1.1
    with django_assert_num_queries(1):
        assert [keys.get(f"unknown-{number}") for number in range(100)] == [None] * 100


def test_a_retired_key_is_published_as_long_as_a_token_of_it_can_live(clock):
    store.ensure_keys()
    old = SigningKey.objects.get(state="active")
    signing_keys.rotate()
    keys = EmbeddedKeys()
    SigningKey.objects.filter(pk=old.pk).update(
        retired=timezone.now() - timezone.timedelta(seconds=store.GREATEST_LIFETIME)
    )
    assert keys.get(old.kid) is not None
    SigningKey.objects.filter(pk=old.pk).update(retired=timezone.now() - store.RETIRED_FOR)
    clock[0] += 10
    assert keys.get(old.kid) is None
    assert store.delete_expired() == 1


def test_private_keys_are_encrypted_and_another_secret_key_cannot_read_them(settings):
    store.ensure_keys()
    assert "PRIVATE" not in str(list(SigningKey.objects.values()))
    settings.SECRET_KEY = "another-secret-key-0123456789-abcdefghijklmnop"
    signing_keys.forget_keys()
    with pytest.raises(Undecryptable, match="SECRET_KEY"):
        signing_keys.active_signing_key()
    signing_keys.rotate()
    assert signing_keys.active_signing_key()


@pytest.mark.parametrize("state", ["active", "next", "retired"])
@pytest.mark.parametrize("damaged", [{"public_pem": "torn"}, {"encrypted_private_pem": "torn"}])
def test_a_damaged_key_hides_no_other_and_goes_with_the_next_rotations(browser, state, damaged):
    signing_keys.rotate()
    SigningKey.objects.filter(state=state).update(**damaged)
    signing_keys.forget_keys()
    kids = {key["kid"] for key in browser.get("/.well-known/jwks.json").json()["keys"]}
    assert {kid for kid, its_state in states().items() if its_state != state} <= kids
    assert store.can_sign() is (state != "active")
    signing_keys.rotate()
    kids = {key["kid"] for key in browser.get("/.well-known/jwks.json").json()["keys"]}
    assert signing_keys.active_signing_key().kid in kids
    assert store.can_sign()


@pytest.mark.django_db(transaction=True)
def test_ready_misses_keys_that_cannot_be_read_until_they_are_rotated(browser, monkeypatch):
    monkeypatch.setattr("project.health.READY_SECONDS", 60)
    signing_keys.rotate()
    SigningKey.objects.filter(state="active").update(public_pem="torn")
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["signing keys"])
    signing_keys.rotate()
    assert browser.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_start_or_rotate_at_once_one_does_it():
    def at_once(action) -> list[object]:
        barrier, outcomes = threading.Barrier(4), []

        def run() -> None:
            barrier.wait()
            try:
                outcomes.append(action())
            except RotationUnderWay:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    at_once(store.ensure_keys)
    assert sorted(states().values()) == ["active", "next"]
    rotated = [outcome for outcome in at_once(signing_keys.rotate) if outcome != "refused"]
    assert len(rotated) >= 1
    assert sorted(states().values()) == ["active", "next", *["retired"] * len(rotated)]


@pytest.mark.django_db(transaction=True)
def test_the_command_rotates_from_another_process(browser_of, settings, clock):
    robin = browser_of("robin")
    before = robin.tokens()
    rotated = subprocess.run(
        [sys.executable, "manage.py", "signing_key", "rotate"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": _this_database()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert rotated.returncode == 0, rotated.stderr
    clock[0] += 5.1
    after = robin.refresh(before["refresh_token"]).json()
    assert rotated.stdout.split()[0] == kid_of(after["access_token"]) != kid_of(before["access_token"])
    assert claims_of(before["access_token"])


def _this_database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def test_an_exported_key_is_readable_by_its_owner_alone_and_nothing_is_overwritten(tmp_path, capsys):
    file = tmp_path / "key.pem"
    call_command("signing_key", "export", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    with pytest.raises(CommandError, match="exists already"):
        call_command("signing_key", "export", str(file))
    with pytest.raises(CommandError, match="no signing key 'nothing'"):
        call_command("signing_key", "export", "nothing", str(tmp_path / "other.pem"))
    call_command("signing_key", "list")
    assert "active" in capsys.readouterr().out


def test_discovery_names_what_is_there_and_nothing_else(browser, settings):
    document = browser.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == f"{settings.SITE_URL}/"
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert "HS256" not in json.dumps(document)
    for name, path in (
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "oauth/token"),
        ("revocation_endpoint", "oauth/revoke"),
        ("userinfo_endpoint", "userinfo"),
        ("end_session_endpoint", "oidc/logout"),
        ("jwks_uri", ".well-known/jwks.json"),
    ):
        assert document[name] == f"{settings.SITE_URL}/{path}"
