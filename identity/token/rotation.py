"""Whose refresh tokens rotate, and which of them serve several audiences.

Those of a site's own server, of this site or another, do not rotate where sites have one: it proves by a
secret that it may use them, so that a stolen one is of no use (RFC 9700 section 4.14.2), and several of
its processes may use one at the same time.
"""

from oauth2_provider.models import Application

from identity.clients.applications import is_first_party
from identity.token import refresh_overlap
from permissions_api.conf import conf


def rotates(client: Application) -> bool:
    """Say whether a refresh token of this client is used up by a refresh."""
    confidential = client.client_type == Application.CLIENT_CONFIDENTIAL
    return not (conf.strategy.sessions and confidential and is_first_party(client))


def serves_any_audience(client: Application) -> bool:
    """Say whether a refresh may name another audience than the login did."""
    return refresh_overlap.in_force() or not rotates(client)
