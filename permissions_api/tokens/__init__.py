"""Access tokens: ``verify(token, keys, issuer, audiences)`` checks one, without a request or settings."""

from permissions_api.tokens.verification import VerifiedToken, verify

__all__ = ["VerifiedToken", "verify"]
