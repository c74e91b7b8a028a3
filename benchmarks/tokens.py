"""What the guard costs: the first and the next look at a token, and a guarded request beside an open one.

Run: ./run bench tokens. Everything is measured in one run, in turns, and the
best of several rounds counts; the ratios mean something on any machine, the microseconds do not.
"""
# ruff: noqa: E402  Django is set up before anything is imported that needs it.

import os
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

import django

django.setup()

import jwt
from django.conf import settings
from django.test import override_settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from movies.resource import MOVIES
from permissions_api.permissions import Open
from permissions_api.tokens import verification
from permissions_api.tokens.cache import VerifiedTokens
from permissions_api.views import GuardedView
from tests.issuer import API, ISSUER, TestKeys, private_key, token_with

ROUNDS = 7
CALLS = 400


class Guarded(GuardedView):
    resource = MOVIES
    action_words = {"get": "list"}

    def get(self, request: Request) -> Response:
        return Response({})


class Unguarded(GuardedView):
    permission_classes = [Open]

    def get(self, request: Request) -> Response:
        return Response({})


def microseconds(actions: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the best mean time of each action; they take turns, so that noise meets all alike."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(ROUNDS):
        for name, action in actions.items():
            began = time.perf_counter()
            for _ in range(CALLS):
                action()
            best[name] = min(best[name], (time.perf_counter() - began) / CALLS * 1e6)
    return best


def afresh(action: Callable[[], object]) -> None:
    """Do what meets a token that nobody has looked at."""
    verification.verified_tokens = VerifiedTokens()
    action()


def looks(permissions: int) -> dict[str, float]:
    names = ["list:movies", *(f"permission-{number}:movies" for number in range(permissions - 1))]
    token = token_with(*names, audience=API)
    keys, public = TestKeys(), private_key().public_key()

    def look() -> None:
        verification.verify(token, keys, ISSUER, [API])

    def bare() -> None:
        jwt.decode(token, public, algorithms=["RS256"], audience=API, issuer=ISSUER)

    return microseconds({"PyJWT alone": bare, "first look": lambda: afresh(look), "next look": look})


def requests() -> dict[str, float]:
    token = token_with("list:movies", audience=API)
    make = APIRequestFactory().get
    guarded, unguarded = Guarded.as_view(), Unguarded.as_view()

    def ask(view: Callable[..., Response]) -> None:
        answer = view(make("/api/movies/", headers={"Authorization": f"Bearer {token}"}))
        assert answer.status_code == 200

    return microseconds(
        {
            "open view": lambda: ask(unguarded),
            "guarded": lambda: ask(guarded),
            "guarded, first look": lambda: afresh(lambda: ask(guarded)),
        }
    )


def show(title: str, figures: dict[str, float]) -> None:
    least = min(figures.values())
    print(title)
    for name, figure in figures.items():
        print(f"  {name:<22}{figure:9.1f} µs  ×{figure / least:.2f}")


if __name__ == "__main__":
    guard = settings.PERMISSIONS_API | {
        "ISSUER": ISSUER,
        "KEY_SOURCE": "tests.issuer.TestKeys",
        "STRATEGY": "single_audience",
        "AUDIENCE": API,
        "PERMISSION_SOURCE": "token",  # without a directory, and so without a database
    }
    with override_settings(PERMISSIONS_API=guard, API_RATE=None):
        for number in (10, 450):
            show(f"One token of {number} permissions (RS256)", looks(number))
        show("One request, without Django's middleware", requests())
