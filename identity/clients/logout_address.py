"""Where a client is told that somebody has logged out (OpenID Connect Back-Channel Logout 1.0)."""

from oauth2_provider.models import Application

from identity.models import BackchannelLogout


def keep_logout_address(client: Application, uri: str, session_required: bool = False) -> None:
    """Tell the client of logouts at this address, "" for not at all."""
    row = logout_address_of(client)
    if uri:
        row = row or BackchannelLogout(application=client)
        row.uri, row.session_required = uri, session_required
        row.save()
    elif row:
        row.delete()


def logout_address_of(client: Application) -> BackchannelLogout | None:
    row: BackchannelLogout | None = getattr(client, "backchannel_logout", None)
    return row if row and row.pk else None  # The client remembers one that was deleted.
