"""An issuer's token endpoint as a function, that does what a test says and remembers what it was asked."""

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from django.db import connection

from tests.issuer import API, token_with

Form = Mapping[str, str]
Answer = tuple[int, Mapping[str, Any]]


class Endpoint:
    """Gives a token for the audience that is named, and a new refresh token where it ``rotates``.

    ``answer`` may be another function; ``more`` stands in every answer. ``in_transaction`` says for each
    request whether one was open.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.revoked: list[str] = []
        self.in_transaction: list[bool] = []
        self.lifetime: float = 600
        self.delay = 0.0
        self.rotates = False
        self.more: dict[str, Any] = {}
        self.answer: Callable[[Form], Answer] = self.issue
        self._lock = Lock()

    def issue(self, form: Form) -> Answer:
        audience = form.get("audience") or form.get("resource") or API
        said = {
            "access_token": token_with("list:movies", audience=audience, jti=f"token-{len(self.asked)}"),
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            **({"refresh_token": f"refresh-{len(self.asked)}"} if self.rotates else {}),
            **self.more,
        }
        return 200, {name: value for name, value in said.items() if value is not None}

    @property
    def audiences(self) -> list[str | None]:
        return [form.get("audience") or form.get("resource") for form in self.asked]


present = Endpoint()


def token_endpoint(form: Form) -> Answer:
    with present._lock:
        present.asked.append(dict(form))
        present.in_transaction.append(connection.in_atomic_block)
    time.sleep(present.delay)
    return present.answer(form)


def revocation_endpoint(form: Form) -> Answer:
    present.revoked.append(form["token"])
    return 200, {}


def refuses(error: str, status: int = 400) -> Callable[[Form], Answer]:
    return lambda _form: (status, {"error": error})
