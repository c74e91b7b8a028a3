"""What the clients of this provider may do for people: our own everything, others what was agreed to."""

import json
from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import connection, transaction
from oauth2_provider.models import Application

from directory.effective_permissions import HELD, Row, effective_permissions, person_by
from directory.subjects import primary_key_of
from identity.accounts.sign_ins import end_tokens
from identity.clients.applications import MANAGE_CLIENT_ID, client_of, is_first_party
from identity.models import Consent
from permissions_api.directory import Person
from permissions_api.text import storable
from resources.statements import Planned

# Who a person is and holds, and beside it in each row whether the client needs no consent (NULL when there is
# no such client) and what they allowed it: one statement, as nearly every request asks.
_FOUND = """
    SELECT held.*, client.skip_authorization, consent.allowed
    FROM ({held}) AS held
    LEFT JOIN oauth2_provider_application AS client ON client.client_id = %(client)s
    LEFT JOIN identity_consent AS consent
        ON consent.application_id = client.id AND consent.user_id = %(user)s
"""
FOUND = {vendor: Planned(_FOUND.format(held=held)) for vendor, held in HELD.items()}


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
            cursor.execute(FOUND[connection.vendor], {"user": pk, "client": known})
            rows = cursor.fetchall()
        person = person_by([Row(*row[:-2]) for row in rows])
        if person is None:
            return None, frozenset()
        own, allowed = rows[0][-2:]
        if own or known == MANAGE_CLIENT_ID:
            return person, None
        return person, frozenset(json.loads(allowed or "[]")) & frozenset(scopes)


def delegated_permissions(
    client: Application | None, user: User | None, scopes: Collection[str], person: Person | None = None
) -> frozenset[str]:
    """Return what this client may do for this user, or for itself when there is none.

    No client at all is the site's own command, ``manage.py token``. ``person`` is the user as the directory
    knows them, for whoever has asked already.
    """
    if user is None:
        return frozenset(client.grants.values_list("permission", flat=True)) if client else frozenset()
    held = frozenset(person.held) if person else effective_permissions(user)
    if client is None or is_first_party(client):
        return held
    consent = Consent.objects.filter(application=client, user=user).first()
    return held & frozenset(consent.allowed) & frozenset(scopes) if consent else frozenset()


@transaction.atomic
def withdraw(user: User, client_id: str) -> bool:
    """Forget what this person allowed a client and end what came of it; False when there was nothing.

    Codes, refresh tokens and tokens for /userinfo end at once. Access tokens that are JWTs open
    nothing within DIRECTORY_TTL, but stay good until they expire where the token alone counts.
    """
    client = client_of(client_id)
    deleted, _ = Consent.objects.filter(user=user, application=client).delete() if client else (0, {})
    if not deleted:
        return False
    end_tokens(user=user, application=client)
    return True
