"""How long a token gets by what it carries, and what the first and the next look at it cost.

Run: ./run bench tokens [--rounds 9]; some seconds. Claims are those of this site's provider, and names the
site's own: beyond them the same once more, of resources with other names of that length. Lengths are the
same on every machine. Looks take turns: ratios mean something elsewhere, microseconds do not.
"""
# ruff: noqa: E402  Django is set up before anything is imported that needs it.

import argparse
import os
import time
from bisect import bisect_right
from collections.abc import Callable
from typing import Any
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

import django

django.setup()

import jwt
from django.conf import settings

from benchmarks._figures import provenance, write
from benchmarks._pages import token_looks, token_sizes
from permissions_api.resource import all_permissions
from permissions_api.tokens import verification
from permissions_api.tokens.cache import VerifiedTokens
from permissions_api.tokens.verification import LONGEST_TOKEN
from tests.issuer import API, ISSUER, TestKeys, private_key, token_with

CALLS = 400
NAMED = (0, 10, len(all_permissions()), 50, 100, 200, 400)  # permissions
LOOKED_AT = (10, 400)
LIMITS = {
    "a header of 8 KiB": 8192 - len("Authorization: Bearer "),
    f"the guard's {LONGEST_TOKEN:,} characters": LONGEST_TOKEN,
}
MOST = 2000  # more than any accepted token carries


def names(count: int) -> list[str]:
    """Return so many permissions: after the site's own the same again, each time of other resources."""
    own = all_permissions()
    turns = (divmod(number, len(own)) for number in range(count))
    return [f"{own[place][:-2]}{turn:02}" if turn else own[place] for turn, place in turns]


def token_of(permissions: int, *, in_scope: bool = True) -> str:
    """Return an access token of so many permissions, which are scopes too where a client asks for them."""
    held = names(permissions)
    client, scope = settings.SPA_CLIENT_ID, " ".join(["openid profile email", *(held if in_scope else ())])
    more: dict[str, Any] = {"jti": uuid4().hex, "client_id": client, "azp": client, "scope": scope}
    return token_with(*held, audience=API, **more)


def lengths(*, in_scope: bool) -> dict[str, object]:
    """Return how long tokens are, and how many permissions fit where a token has so many characters."""

    def length(permissions: int) -> int:
        return len(token_of(permissions, in_scope=in_scope))

    return {
        "characters": [length(number) for number in NAMED],
        "most": {name: bisect_right(range(MOST), limit, key=length) - 1 for name, limit in LIMITS.items()},
    }


def looks(permissions: int, rounds: int) -> dict[str, list[float]]:
    """Return the microseconds of each kind of look, round by round."""
    token, keys, public = token_of(permissions), TestKeys(), private_key().public_key()

    def bare() -> None:
        jwt.decode(token, public, algorithms=["RS256"], audience=API, issuer=ISSUER)

    def look() -> None:
        verification.verify(token, keys, ISSUER, [API])

    def first_look() -> None:
        verification.verified_tokens = VerifiedTokens()
        look()

    actions = {"PyJWT alone": bare, "the first look": first_look, "each further look": look}
    found: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            found[name].append(round(microseconds(action), 1))
    return found


def microseconds(action: Callable[[], None]) -> float:
    began = time.perf_counter()
    for _ in range(CALLS):
        action()
    return (time.perf_counter() - began) / CALLS * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench tokens", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    told = {
        **provenance("./run bench tokens", rounds),
        "own": len(all_permissions()),
        "permissions": NAMED,
        "scopes": lengths(in_scope=True),
        "no scopes": lengths(in_scope=False),
        "looks": {str(number): looks(number, rounds) for number in LOOKED_AT},
    }
    text = f"# Tokens by what they carry\n\n{token_sizes(told)}\n\n{token_looks(told)}"
    print(text)
    write("tokens", text, told)


if __name__ == "__main__":
    main()
