"""Refuse a key that somebody could guess."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LEAST = 32  # characters


@register
def check_key(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    if any(len(key) < LEAST for key in settings.AUDIT_KEYS):
        yield Error(
            f"AUDIT_KEY is shorter than {LEAST} characters.",
            hint="Whoever guesses it can write the audit trail anew. Take a long random text.",
            id="audit.E001",
        )
