"""How long a request waits for the database. Commands wait for as long as it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

CONNECT_SECONDS = 2  # to be let in, at each address that the host has
ANSWER_SECONDS = 5  # for each answer

# In a request: whether it may go on asking. None outside of any.
_may_ask: ContextVar[bool | None] = ContextVar("may_ask", default=None)


class RequestPatience:
    """The middleware that sets the limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with limited():
            return self.get_response(request)


@contextmanager
def limited() -> Iterator[None]:
    """Set the limits for what is done inside, on connections that are opened inside."""
    before = _may_ask.set(True)
    try:
        yield
    finally:
        _may_ask.reset(before)


def is_limited() -> bool:
    return _may_ask.get() is not None


def give_up() -> None:
    """Let this request not wait a second time: whoever catches the first failure would double it."""
    if is_limited():
        _may_ask.set(False)


def refuse_who_gave_up() -> None:
    """Raise OperationalError when this request has waited in vain before."""
    if _may_ask.get() is False:
        raise OperationalError("The database did not answer before, in this same request.")
