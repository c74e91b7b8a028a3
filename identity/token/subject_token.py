"""Whose token the gateway wants to exchange, and what they may do through the client that has it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.utils import timezone
from oauth2_provider.models import Application
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

from directory.subjects import user_of
from identity.clients.applications import MANAGE_CLIENT_ID, client_of, is_first_party
from identity.clients.scopes import permissions_for
from identity.consents.delegation import delegated_permissions
from identity.models import Consent
from permissions_api.authentication import verified_token
from permissions_api.conf import conf
from permissions_api.exceptions import InvalidToken
from permissions_api.tokens.verification import VerifiedToken


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a subject token speaks for. ``client`` asked for it; None is ``manage.py token``."""

    token: VerifiedToken
    user: User
    client: Application | None

    @classmethod
    def of(cls, token: str) -> "Subject":
        """Read a subject token. Raises InvalidRequestError, as RFC 8693 section 2.2.2 names it."""
        verified = _verified(token)
        user = _person_of(verified)
        client = _client_of(verified)
        if client and not is_first_party(client):
            _check_consent(user, client)
        return cls(verified, user, client)

    @property
    def auth_time(self) -> datetime | None:
        """When the person logged in; None for a token that was merely printed."""
        auth_time = self.token.claims.get("auth_time")
        return datetime.fromtimestamp(auth_time, UTC) if isinstance(auth_time, int) else None

    def permissions(self, audience: str) -> list[str]:
        """Return what this person may do at an API now, through the client that has their token."""
        held = delegated_permissions(self.client, self.user, self.token.scopes)
        return permissions_for(audience, held)


def _verified(token: str) -> VerifiedToken:
    try:
        verified = verified_token(token, (conf.AUDIENCE,))
    except InvalidToken as error:
        raise InvalidRequestError(error.description) from None
    if verified.expires_at <= timezone.now().timestamp():
        # No leeway: what comes of it ends with it.
        raise InvalidRequestError("The token has expired.")
    if "act" in verified.claims:
        raise InvalidRequestError("This token was exchanged already; send the person's own.")
    return verified


def _person_of(token: VerifiedToken) -> User:
    if token.subject == token.client:
        raise InvalidRequestError("This is a machine's token: there is no person behind it.")
    user = user_of(token.subject)
    if user is None:
        raise InvalidRequestError("The person of this token is not known here.")
    if not user.is_active:
        raise InvalidRequestError("This account is deactivated.")
    return user


def _client_of(token: VerifiedToken) -> Application | None:
    client = client_of(token.client or "")
    if client is None and token.client != MANAGE_CLIENT_ID:
        raise InvalidRequestError("The client that asked for this token is no longer registered.")
    return client


def _check_consent(user: User, client: Application) -> None:
    if not Consent.objects.filter(user=user, application=client).exists():
        raise InvalidRequestError("The person allows the client of this token nothing any more.")
