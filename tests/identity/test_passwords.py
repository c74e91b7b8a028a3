"""Passwords: which hash they have, and that the time of an answer does not tell whose name is known."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.contrib.auth.models import User

from identity.accounts.passwords import Argon2id
from tests.identity.browser import PASSWORD

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


@pytest.fixture
def work(monkeypatch, settings):
    """Let Argon2id hash beside passwords of before; return the list of what is worked at, as it is."""
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the tests' quick one
    settings.PASSWORD_HASHERS.sort(key=lambda name: not name.endswith("Argon2id"))
    settings.LOGIN_RATE = None
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    done: list[str] = []
    for hasher in (Argon2id, PBKDF2PasswordHasher):

        def spied(self, *arguments, _original=hasher.verify):
            done.append(self.algorithm)
            return _original(self, *arguments)

        monkeypatch.setattr(hasher, "verify", spied)
    return done


def test_a_password_of_before_fits_and_is_hashed_anew_at_login(people, browser, work):
    robin = people["robin"]
    robin.password = PBKDF2PasswordHasher().encode(PASSWORD, "a-salt-of-sixteen")
    robin.save()
    assert browser.log_in("robin", PASSWORD).status_code == 302
    robin.refresh_from_db()
    assert robin.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert isinstance(identify_hasher(robin.password), Argon2id)


def test_an_unknown_name_costs_what_known_ones_do_whatever_hash_they_have(people, browser, work):
    hashes = {
        hasher: hasher().encode(PASSWORD, "a-salt-of-sixteen") for hasher in (PBKDF2PasswordHasher, Argon2id)
    }
    for hasher, stored in hashes.items():
        User.objects.update(password=stored)
        for name in ("robin", "nobody", "nobody-else"):
            del work[:]
            browser.log_in(name, "wrong")
            assert work == [hasher.algorithm], name


def test_an_unknown_name_costs_the_same_each_time_where_hashes_differ(people, browser, work):
    for number, person in enumerate(User.objects.order_by("pk")):
        hasher = PBKDF2PasswordHasher if number % 2 else Argon2id
        User.objects.filter(pk=person.pk).update(password=hasher().encode(PASSWORD, "a-salt-of-sixteen"))
    of_names = []
    for name in [f"nobody{number}" for number in range(8)] * 2:
        del work[:]
        browser.log_in(name, "wrong")
        of_names.append(tuple(work))
    assert of_names[:8] == of_names[8:]
    assert set(of_names) == {("argon2",), ("pbkdf2_sha256",)}
