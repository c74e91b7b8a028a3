"""Name an RSA key by its thumbprint (RFC 7638)."""

import base64
import hashlib
import json

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


def thumbprint(key: RSAPublicKey) -> str:
    """Return the base64url SHA-256 of the key's required members in lexical order."""
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True)
    members = {name: jwk[name] for name in ("e", "kty", "n")}
    digest = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
