"""Make a change at the tenant: one of this site's at a time, told in the audit trail before and after.

The Management API has no transaction and no If-Match. What is there is read just before; somebody who
changes the same at the tenant in that moment is not seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import APIException

from audit.trail import Target, record
from directory.backends.auth0 import answers, api
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.exceptions import Refused, TenantUnavailable

State = dict[str, Any]
TURN = "turn"


class TenantRefused(APIException):
    """409: the tenant will not do it, and says why."""

    status_code = HTTPStatus.CONFLICT
    default_code = "tenant_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(f"The tenant refused this: {sentence or 'it did not say why.'}")


class OutcomeUnknown(TenantUnavailable):
    """503: nobody knows whether the tenant did it."""

    def __init__(self, wait: float) -> None:
        super().__init__("it did not say whether it made the change. Look again before you repeat it.", wait)


class AtTheTenant(APIException):
    """409: what only the tenant itself can do."""

    status_code = HTTPStatus.CONFLICT
    default_code = "at_the_tenant"


@contextmanager
def one_change_at_a_time() -> Iterator[None]:
    """Let no other change that this site makes, in any process, be between the look and the write."""
    with answers.turn(TURN):
        yield


class Steps:
    """The calls that one change takes; ``made`` counts those that were answered well."""

    def __init__(self) -> None:
        self.made = 0

    def call(self, method: str, *parts: str, body: Any = None) -> Any:
        """Raises Refused and TenantUnavailable."""
        answer = api.call(method, parts, Priority.WRITE, body=body)
        self.made += 1
        return answer


@contextmanager
def told(
    action: str, target: Target, before: State | None, asked: State, now: Callable[[], State]
) -> Iterator[Steps]:
    """Write the intent, let the steps be made, and write what came of it: done, refused or unknown.

    ``now`` reads how it is afterwards. Raises TenantRefused, OutcomeUnknown and TenantUnavailable.
    """
    steps = Steps()
    record(action, target, before, {**asked, "outcome": "intended"})
    try:
        yield steps
    except Refused as error:
        # Of several steps some may be made.
        after = _state(now, before or {}) if steps.made else before or {}
        record(action, target, before, {**after, "outcome": "refused", "why": error.sentence})
        raise TenantRefused(error.sentence) from error
    except TenantUnavailable as error:
        unknown = steps.made > 0 or not error.unsent
        outcome = "unknown" if unknown else "refused"
        record(action, target, before, {**asked, "outcome": outcome, "why": error.sentence})
        raise (OutcomeUnknown(error.wait) if unknown else error) from error
    except BaseException:
        record(action, target, before, {**asked, "outcome": "unknown"})
        raise
    record(action, target, before, {**_state(now, asked), "outcome": "done"})


def _state(now: Callable[[], State], otherwise: State) -> State:
    """Return how it is, or what is thought where that cannot be read."""
    with suppress(APIException, Refused):
        return now()
    return otherwise
