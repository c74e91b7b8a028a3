"""What the site and its issuer answer to a stranger, each thing asked once and within a time."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from django.conf import settings

from permissions_api.conf import conf
from permissions_api.http import Answer, Unfetchable, exchange, within

FETCH_SECONDS = 5.0  # for one answer, however slowly bytes arrive
ALL_SECONDS = 60.0  # for all of them together
ABOUT = 0.1  # seconds that a thread may wake up early

Kept = TypeVar("Kept")


class NotKnown(Exception):
    """Something cannot be known now; the sentence says why."""


class Unreachable(NotKnown):
    """No answer came; the sentence begins with the address."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer, and when it was asked for and had come, in seconds since 1970 by our clock."""

    answer: Answer
    asked_at: float
    came_at: float


class Outside:
    """One walk around the site. What failed once is not tried again."""

    def __init__(self, seconds: float | None = None) -> None:
        self._deadline = time.monotonic() + (ALL_SECONDS if seconds is None else seconds)
        self._kept: dict[str, Any] = {}

    def ask(
        self,
        url: str,
        method: str = "GET",
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Raises Unreachable with a sentence that shows the address without its query."""
        left = min(FETCH_SECONDS, self._deadline - time.monotonic())
        shown = url.partition("?")[0]
        if left <= 0:
            raise Unreachable(f"{shown} was not asked: the time for all was up.")
        until = time.monotonic() + left
        failure = None
        try:
            answer = within(left, lambda deadline: exchange(method, url, deadline, form, headers))
        except Unfetchable as why:
            failure = why
        # When its time is up a connection is cut off: then what came of it looks like a whole answer, or as
        # if the other side had broken it off.
        if time.monotonic() > until - ABOUT:
            raise Unreachable(f"{shown} cannot be reached: it did not answer within {left:.0f} s.")
        if failure:
            raise Unreachable(f"{shown} cannot be reached: {_in_words(failure)}")
        return answer

    @property
    def discovery_answer(self) -> Timed:
        """The answer at the discovery document's address, whatever it is. Raises Unreachable."""
        return self.once("discovery", self._ask_for_discovery)

    @property
    def discovery(self) -> Mapping[str, Any]:
        """The discovery document. Raises NotKnown where there is none to be read."""
        try:
            answer = self.discovery_answer.answer
            if answer.status == requests.codes.ok:
                return answer.json_object()
        except (NotKnown, Unfetchable, ValueError, RecursionError):
            pass
        raise NotKnown("Not looked at, as the issuer's discovery document cannot be read.")

    @property
    def endpoints(self) -> Mapping[str, str]:
        """The addresses in the discovery document, by name. Raises NotKnown."""
        return {name: value for name, value in self.discovery.items() if isinstance(value, str)}

    @property
    def page(self) -> Answer:
        """The app's page at SITE_URL. Raises Unreachable."""
        return self.once("page", lambda: self.ask(f"{settings.SITE_URL}/", headers={"Accept": "text/html"}))

    def once(self, name: str, work: Callable[[], Kept]) -> Kept:
        """Return what ``work`` gave or raised when it was first asked under this name."""
        if name not in self._kept:
            try:
                self._kept[name] = work()
            except NotKnown as unknown:
                self._kept[name] = unknown
        kept: Kept | NotKnown = self._kept[name]
        if isinstance(kept, NotKnown):
            raise kept
        return kept

    def _ask_for_discovery(self) -> Timed:
        asked_at = time.time()
        answer = self.ask(f"{conf.ISSUER.rstrip('/')}/.well-known/openid-configuration")
        return Timed(answer, asked_at, time.time())


def _in_words(failure: Unfetchable) -> str:
    """Say what went wrong, without the addresses and objects that libraries show."""
    cause = failure.__cause__
    if isinstance(cause, requests.exceptions.SSLError):
        return "its certificate is not one that this machine trusts (REQUESTS_CA_BUNDLE names others)."
    if isinstance(cause, requests.exceptions.Timeout):
        return "it did not answer in time."
    if not isinstance(cause, requests.exceptions.RequestException):
        return f"{str(failure)[:1].lower()}{str(failure)[1:]}"
    written = repr(cause)
    if "NameResolutionError" in written:
        return "its name is not known here."
    if "refused" in written:
        return "nothing listens there."
    return "the connection broke off."


def listed(document: Mapping[str, Any], name: str) -> Sequence[str]:
    """Return the texts of a list in a document; none where there is no such list."""
    values = document.get(name)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def shown(value: object, most: int = 200) -> str:
    """Return what a stranger wrote so that a terminal shows it and does nothing else."""
    text = str(value)
    whole = text if len(text) <= most else f"{text[:most]}…"
    return "".join(character if character.isprintable() else "�" for character in whole)
