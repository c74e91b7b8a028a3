"""What the clients of this provider may do for people: our own everything, others what was agreed to."""

from collections.abc import Collection

from django.contrib.auth.models import User
from oauth2_provider.models import Application

from directory.django import user_of
from identity.clients import MANAGE_CLIENT_ID, client_of, is_first_party
from identity.models import Consent


class ConsentDelegation:
    """The delegation of the embedded provider."""

    def alone(self, client: str) -> Collection[str] | None:
        machine = client_of(client)
        if machine is None or machine.authorization_grant_type != Application.GRANT_CLIENT_CREDENTIALS:
            return None
        return frozenset(machine.grants.values_list("permission", flat=True))

    def allowed(self, client: str | None, subject: str, scopes: Collection[str]) -> frozenset[str] | None:
        if client == MANAGE_CLIENT_ID:
            return None
        application, user = client_of(client or ""), user_of(subject)
        if application is None or user is None:
            return frozenset()
        return allowed_by(user, application, scopes)


def allowed_by(user: User, client: Application, scopes: Collection[str]) -> frozenset[str] | None:
    """Return what this client may do for this person at most; None when it needs no consent."""
    if is_first_party(client):
        return None
    consent = Consent.objects.filter(application=client, user=user).first()
    return frozenset(consent.allowed) & frozenset(scopes) if consent else frozenset()
