"""Refuse a key that somebody could guess."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LEAST = 32  # characters


@register
def check_key(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    if all(len(key) >= LEAST for key in settings.AUDIT_KEYS):
        return []
    return [
        Error(
            f"AUDIT_KEY is shorter than {LEAST} characters.",
            hint="Whoever guesses it can write the audit trail anew. Take a long random text.",
            id="audit.E001",
        )
    ]
