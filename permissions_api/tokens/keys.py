"""Where the issuer's public keys come from, and how a key set (RFC 7517) is read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from permissions_api.conf import Misconfigured, conf, instance_of

PublicKey = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey
LEAST_RSA_BITS = 2048
ASYMMETRIC = frozenset(jwt.algorithms.requires_cryptography)


@dataclass(frozen=True, slots=True)
class BoundKey:
    """A key that its issuer keeps for one algorithm: it verifies no other (RFC 8725 section 3.1)."""

    public: PublicKey
    algorithm: str


IssuerKey = PublicKey | BoundKey


class KeySource(Protocol):
    """The public keys an issuer signs with."""

    def get(self, kid: str, issued_at: float | None = None) -> IssuerKey | None:
        """Return the key with this id, None when the issuer has no such key (any more).

        Called for every request, so it answers from memory where it can. Raises
        KeysUnavailable when the answer cannot be known now: with ``issued_at``, when a token says that
        it was issued (seconds since 1970), also when that is later than what is known of the keys.
        """


def configured_keys() -> KeySource:
    """Return this process's one key source, which the setting ``KEY_SOURCE`` names."""
    source: KeySource = instance_of(conf.KEY_SOURCE)
    return source


def accepted_algorithms() -> Sequence[str]:
    """Return which signatures count. Raises KeysUnavailable where the issuer is to say, and cannot."""
    if conf.ALGORITHMS:
        return conf.ALGORITHMS
    source: Any = configured_keys()
    if not hasattr(source, "algorithms"):  # A system check refuses to start so.
        raise Misconfigured("ALGORITHMS is empty, and KEY_SOURCE asks no issuer.")
    said: Sequence[str] = source.algorithms()
    return said


def is_strong(key: object) -> bool:
    """Tell whether a key is public, asymmetric and long enough (RFC 7518 section 3.3)."""
    if isinstance(key, RSAPublicKey):
        return key.key_size >= LEAST_RSA_BITS
    return isinstance(key, EllipticCurvePublicKey | Ed25519PublicKey)


def public_keys(document: Any, algorithms: Sequence[str]) -> dict[str, IssuerKey]:
    """Return the keys of a JWKS document that verify signatures of these algorithms, by ``kid``.

    One that names its own algorithm (``alg``) is bound to it.

    Left out are keys for encryption (``use``, ``key_ops``), for another algorithm (``alg``),
    private or symmetric ones, RSA below 2048 bits, those without a ``kid``, and every key of
    a ``kid`` that stands there twice, for nobody could say which is meant.
    """
    entries = document.get("keys") if isinstance(document, Mapping) else None
    usable = [entry for entry in entries or [] if _verifies(entry, algorithms)]
    seen = Counter(entry["kid"] for entry in usable)
    return dict(_parsed(entry for entry in usable if seen[entry["kid"]] == 1))


def _verifies(entry: Any, algorithms: Sequence[str]) -> bool:
    if not isinstance(entry, Mapping):
        return False
    purposes = entry.get("key_ops", ["verify"])
    return (
        isinstance(entry.get("kid"), str)
        and entry.get("use", "sig") == "sig"
        and isinstance(purposes, list)
        and "verify" in purposes
        and entry.get("alg", algorithms[0]) in algorithms
    )


def _parsed(entries: Iterator[Mapping[str, Any]]) -> Iterator[tuple[str, IssuerKey]]:
    for entry in entries:
        try:
            key = jwt.PyJWK(dict(entry)).key
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        if is_strong(key):
            yield entry["kid"], BoundKey(key, entry["alg"]) if "alg" in entry else key
