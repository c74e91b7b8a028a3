"""Read the ID token with which a client says whom it means."""

import jwt

from identity.keys.signing_keys import EmbeddedKeys
from permissions_api.conf import conf


def hinted_subject(id_token: str, client_id: str | None) -> str:
    """Return the ``sub`` of an ID token of ours, expired or not. Raises jwt.InvalidTokenError."""
    header = jwt.get_unverified_header(id_token)
    key = EmbeddedKeys().get(header.get("kid") or "")
    if key is None or header.get("typ") != "JWT":
        raise jwt.InvalidTokenError("not signed here, or no ID token")
    claims = jwt.decode(
        id_token,
        key,
        algorithms=["RS256"],
        issuer=conf.ISSUER,
        audience=client_id,
        options={"require": ["sub", "aud", "iat"], "verify_exp": False, "verify_aud": client_id is not None},
    )
    return str(claims["sub"])
