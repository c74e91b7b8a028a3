"""Tell a balancer whether this process lives, and whether it can serve."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def alive(_request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations and signing keys are there, else 503 with what is missing."""
    missing = _missing()
    if missing:
        return JsonResponse({"status": "not ready", "missing": missing}, status=503)
    return JsonResponse({"status": "ready"})


def _missing() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        unapplied = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["database"]
    if unapplied:
        return ["migrations"]
    # An external issuer may be down at the start: the APIs recover by themselves when it is back.
    return ["signing keys"] if settings.EMBEDDED and not _can_sign() else []


def _can_sign() -> bool:
    from identity.encryption import Undecryptable  # noqa: PLC0415  not installed with an external issuer
    from identity.signing_keys import active_signing_key  # noqa: PLC0415

    try:
        return bool(active_signing_key())
    except Undecryptable:
        return False
