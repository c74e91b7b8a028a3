"""What an authenticator app shows (RFC 6238): for tests that log in with a second factor."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD = 30  # seconds


def shown(secret: str, ago: int = 0) -> str:
    """Return the six digits that an app with this secret shows now, or showed so many periods ago."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD - ago))
