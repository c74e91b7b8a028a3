"""How long a token gets by what it carries, and what the first and the next look at it cost.

Run: ./run bench tokens. Everything is measured in one run, in turns, and the
best of several rounds counts; the ratios mean something on any machine, the microseconds do not.
It ends with 1 and a sentence where the guard does not let its own token pass.
"""
# ruff: noqa: E402  Django is set up before anything is imported that needs it.

import os
import sys
import time
from bisect import bisect_right
from collections.abc import Callable
from http import HTTPStatus

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
from permissions_api.tokens.verification import LONGEST_TOKEN
from permissions_api.views import GuardedView
from tests.issuer import API, ISSUER, TestKeys, private_key, token_with

ROUNDS = 7
CALLS = 400
NAMED = (0, 10, 50, 100, 200, 400)  # permissions
MOST = 2000  # more than any accepted token carries


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


def token_of(permissions: int) -> str:
    """Return an access token of so many permissions, whose names have the length of this site's own."""
    return token_with(*[f"action{number:04}:movies" for number in range(permissions)], audience=API)


def sizes() -> None:
    """Print how long tokens are, and how many permissions the longest carries that the guard takes."""
    print("permissions  characters of the token  of the header")
    for number in NAMED:
        length = len(token_of(number))
        print(f"{number:>11}{length:>25,}{length + len('Authorization: Bearer '):>15,}")
    most = bisect_right(range(MOST), LONGEST_TOKEN, key=lambda number: len(token_of(number))) - 1
    print(f"The longest that is accepted has {LONGEST_TOKEN:,} characters: here {most} permissions.")


def looks(permissions: int) -> dict[str, float]:
    token = token_of(permissions)
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
        if answer.status_code != HTTPStatus.OK:
            sys.exit(
                f"{view.__name__} answered {answer.status_code} to its own token: {answer.content.decode()}"
            )

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
        sizes()
        for number in (10, 400):
            show(f"One look at a token of {number} permissions (RS256)", looks(number))
        show("One request, without Django's middleware", requests())
