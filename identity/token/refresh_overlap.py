"""Let a refresh token that was rotated a moment ago be redeemed for a further audience.

Auth0's SDK renews the tokens of several APIs at once, all with the refresh token it has. Why this
is safe, and what it costs, is in docs/decisions/0007-refresh-overlap.md.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from oauth2_provider.models import RefreshToken

from identity.models import Redemption
from permissions_api.conf import conf

OVERLAP = timedelta(seconds=5)


def in_force() -> bool:
    """Say whether one refresh token serves several audiences here."""
    return conf.strategy.refreshes_any


def successor_of(rotated: RefreshToken) -> RefreshToken | None:
    """Return the living refresh token that came of this one, None when it may not be used any more.

    One that was revoked, by a logout, by its client or for reuse, has none, and so is told apart
    from one that was rotated.
    """
    if not in_force() or rotated.revoked is None or timezone.now() - rotated.revoked > OVERLAP:
        return None
    family = RefreshToken.objects.filter(token_family=rotated.token_family, revoked=None)
    return family.select_related("access_token").exclude(access_token=None).first()


def redeem(refresh_token: RefreshToken, audience: str) -> bool:
    """Note that the token is redeemed for this audience; False when it was already.

    Of any number at once the database's constraint lets one through.
    """
    if not in_force():
        return True
    try:
        with transaction.atomic():
            Redemption.objects.create(refresh_token=refresh_token.token_checksum, audience=audience)
    except IntegrityError:
        return False
    return True


def delete_expired() -> int:
    """Delete the notes of tokens that nobody may redeem any more; return how many."""
    deleted, _ = Redemption.objects.filter(created__lt=timezone.now() - OVERLAP).delete()
    return deleted
