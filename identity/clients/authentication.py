"""Look at a client's secret before anything else is done for it, and count the wrong ones.

A right one is never counted and always passes, however many wrong ones came and from wherever. Wrong
ones, and what is asked without a secret as public clients do, are counted by client and address; wrong
ones by address alone as well, for whoever tries one client after another.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from oauth2_provider.models import Application

from identity.clients import hashers, legacy_secrets
from identity.clients.registration import LONGEST_ID
from identity.clients.request_parameters import basic_credentials, body_parameters
from identity.clients.secret_cache import stored_secrets
from permissions_api.addresses import client_address
from resources.rate_limits.traffic import Traffic

CLIENTS_OF_AN_ADDRESS = 4  # so many may fail as often as TOKEN_RATE allows, then the address has to wait

unproven = Traffic("token")
wrong = Traffic("secret")


class WrongSecret(Exception):
    """No client has this id and this secret."""


class TooOften(Exception):
    """Nothing was done. ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Credentials:
    """The client that a request names and the secret it brings; each empty when there is none."""

    client_id: str
    secret: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Credentials":
        client_id, secret = basic_credentials(request)
        if secret:
            return cls(client_id, secret)
        body = dict(body_parameters(request))
        return cls(body.get("client_id") or client_id, body.get("client_secret", ""))


def check_client(request: HttpRequest) -> None:
    """Return when the request brings the right secret, or none and not too often.

    Raises WrongSecret and TooOften.
    """
    credentials, address = Credentials.of(request), client_address(request)
    if credentials.secret and _is_right(credentials, address):
        return
    if credentials.secret:
        _count(wrong, address, CLIENTS_OF_AN_ADDRESS)
    _count(unproven, counted_as(credentials.client_id, address))
    if credentials.secret:
        raise WrongSecret


def counted_as(client_id: str, address: str) -> str:
    """Return under what name the requests of a client from an address are counted."""
    return f"{client_id[:LONGEST_ID]} {address}"


def _count(traffic: Traffic, caller: str, times: int = 1) -> None:
    if settings.TOKEN_RATE:
        allowed, seconds = settings.TOKEN_RATE
        wait = traffic.spend(caller, (allowed * times, seconds))
        if wait:
            raise TooOften(wait)


def _is_right(credentials: Credentials, address: str) -> bool:
    stored = stored_secrets.of(credentials.client_id)
    if hashers.is_keyed(stored):
        right = hashers.fits(credentials.secret, stored)
    else:
        try:
            right = legacy_secrets.fits(credentials.secret, stored, address)
        except legacy_secrets.NotNow as error:
            raise TooOften(error.wait) from error
    if right and not hashers.is_current(credentials.secret, stored):
        # Past the signals: the secret is the same, so there is nothing to tell the audit trail.
        clients = Application.objects.filter(client_id=credentials.client_id, client_secret=stored)
        clients.update(client_secret=hashers.hashed(credentials.secret))
        stored_secrets.forget()
    return right
