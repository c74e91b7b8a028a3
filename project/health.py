"""Tell a balancer whether this process lives, and whether it can serve."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from project.databases import patience

READY_SECONDS = 1.8  # for the answer of /readyz; what is not known by then is not ready


@require_safe
@never_cache
def alive(_request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations and signing keys are there, else 503 with what is missing."""
    missing = _inquiry.missing()
    if missing:
        return JsonResponse({"status": "not ready", "missing": missing}, status=503)
    return JsonResponse({"status": "ready"})


class Inquiry:
    """Asks in a thread of its own, as one that waits for the database can be told nothing.

    Whoever comes while it is under way gets the same answer.
    """

    def __init__(self, ask: Callable[[], list[str]]) -> None:
        self._ask = ask
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._lock = threading.Lock()
        self._answer: Future[list[str]] | None = None
        self._begun = 0.0

    def missing(self) -> list[str]:
        with self._lock:
            if self._answer is None or self._answer.done():
                self._answer, self._begun = self._thread.submit(self._ask), time.monotonic()
            answer, left = self._answer, self._begun + READY_SECONDS - time.monotonic()
        try:
            return answer.result(max(0.0, left))
        except TimeoutError:
            return ["database"]


def _missing() -> list[str]:
    """Return what is missing, asked on a connection that is opened for it."""
    try:
        with patience.limited():
            return _missing_in_database()
    except DatabaseError:
        return ["database"]
    finally:
        connection.close()


def _missing_in_database() -> list[str]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ["migrations"]
    # An external issuer may be down at the start: the APIs recover by themselves when it is back.
    return ["signing keys"] if settings.EMBEDDED and not _can_sign() else []


def _can_sign() -> bool:
    from identity.keys.store import can_sign  # noqa: PLC0415  not installed with an external issuer

    return can_sign()


_inquiry = Inquiry(_missing)
