"""How people's passwords are hashed and checked: new ones as PASSWORD_HASHER says, old ones as they were."""

import threading
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import get_user_by_username
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from identity.accounts.login_limit import name_key


class Argon2id(Argon2PasswordHasher):
    """Argon2id (RFC 9106) with 19 MiB, 2 passes and 1 lane, as OWASP's cheat sheet for passwords has it.

    One at a time in a process, so that its memory is needed once, however many log in at once.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
    _turn = threading.Lock()

    def encode(self, password: str, salt: str) -> str:
        with self._turn:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with self._turn:
            return super().verify(password, encoded)


class PasswordBackend(AuthenticationBackend):
    """allauth's, for which a name that nobody has costs what a name costs that somebody has.

    While hashes of several kinds are stored, one fixed amount of work would tell whose name is known.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser:
        """Raises PermissionDenied instead of returning None: no other backend is to look once more."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None:
            raise PermissionDenied
        return user

    def _authenticate_by_username(self, username: str, password: str) -> AbstractBaseUser | None:
        if get_user_by_username(username) is None:
            self._did_check_password = True
            check_password(password, _somebodys_hash(username))
            return None
        user: AbstractBaseUser | None = super()._authenticate_by_username(username, password)
        return user


def _somebodys_hash(username: str) -> str:
    """Return the stored hash of one of the people, for the same name always the same one's.

    So unknown names cost the one or the other kind of hash as often as known ones do, and change
    from one to the other as people do.
    """
    digest = salted_hmac("identity.unknown_names", name_key(username), algorithm="sha256").digest()
    known = User.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = known["first"] or 0, known["last"] or 0
    beginning = first + int.from_bytes(digest[:8]) % (last - first + 1)
    chosen = User.objects.filter(pk__gte=beginning).order_by("pk")
    return chosen.values_list("password", flat=True).first() or ""
