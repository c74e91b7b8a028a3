"""Chain the entries of the trail: each one's mac covers its content and the mac of the one before.

Whoever can write to the database but does not know AUDIT_KEY can make no mac. The key lies
outside the database for that reason.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

BEGINNING = ""  # what the first entry follows


def written(value: Any) -> str:
    """Return JSON in the one way of writing that the macs are made over: sorted, without blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def mac_of(previous: str, entry: Mapping[str, Any]) -> str:
    """Return the mac of an entry (``Entry.as_data``) that follows the one with the mac ``previous``."""
    return _mac(settings.AUDIT_KEYS[0], previous, entry)


def fits(mac: str, previous: str, entry: Mapping[str, Any]) -> bool:
    """Say whether the entry was written after ``previous`` just so, with the present key or a former one."""
    return any(
        hmac.compare_digest(_mac(key, previous, entry).encode(), mac.encode(errors="replace"))
        for key in settings.AUDIT_KEYS
    )


def _mac(key: str, previous: str, entry: Mapping[str, Any]) -> str:
    return hmac.new(key.encode(), written([previous, entry]).encode(), hashlib.sha256).hexdigest()
