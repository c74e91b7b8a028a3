"""What the clients of this provider may do for people: our own everything, others what was agreed to."""

import json
from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import connection
from oauth2_provider.models import Application

from directory.backends.django import person_by, primary_key_of
from directory.effective_permissions import HELD, Row
from identity.clients.applications import MANAGE_CLIENT_ID, is_first_party
from identity.models import Consent
from permissions_api.directory import Person
from permissions_api.text import storable

# Who a person is and holds, and beside it in each row whether the client needs no consent (NULL when there is
# no such client) and what they allowed it: one statement, as nearly every request asks.
FOUND = f"""
    SELECT held.*, client.skip_authorization, consent.allowed
    FROM ({HELD}) AS held
    LEFT JOIN oauth2_provider_application AS client ON client.client_id = %(client)s
    LEFT JOIN identity_consent AS consent
        ON consent.application_id = client.id AND consent.user_id = %(user)s
"""  # noqa: S608  of our own statements


class ConsentDelegation:
    """The delegation of the embedded provider, whose people are those of Django's tables."""

    def alone(self, client: str) -> Collection[str] | None:
        machine = Application.objects.filter(
            client_id=client, authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS
        )
        # A row for each grant, and one of None for a machine without any.
        found = list(machine.values_list("grants__permission", flat=True)) if storable(client) else []
        return frozenset(filter(None, found)) if found else None

    def found(
        self, subject: str, client: str | None, scopes: Collection[str]
    ) -> tuple[Person | None, frozenset[str] | None]:
        pk = primary_key_of(subject)
        if pk is None:
            return None, frozenset()
        known = client if client and storable(client) else ""
        with connection.cursor() as cursor:
            cursor.execute(FOUND, {"user": pk, "client": known})
            rows = cursor.fetchall()
        person = person_by([Row(*row[:-2]) for row in rows])
        if person is None:
            return None, frozenset()
        own, allowed = rows[0][-2:]
        if own or known == MANAGE_CLIENT_ID:
            return person, None
        return person, frozenset(json.loads(allowed or "[]")) & frozenset(scopes)


def allowed_by(user: User, client: Application, scopes: Collection[str]) -> frozenset[str] | None:
    """Return what this client may do for this person at most; None when it needs no consent."""
    if is_first_party(client):
        return None
    consent = Consent.objects.filter(application=client, user=user).first()
    return frozenset(consent.allowed) & frozenset(scopes) if consent else frozenset()
