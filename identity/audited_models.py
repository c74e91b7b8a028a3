"""Let the audit trail know of clients, consents, signing keys and second factors; never of a secret."""

from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from oauth2_provider.models import Application

from audit.audited_rows import AuditedRows
from audit.trail import Target, record
from directory.audited_models import person
from identity.models import (
    BackchannelLogout,
    ClientAudience,
    ClientGrant,
    Consent,
    ManagementGrant,
    SigningKey,
    TenantRecord,
)


def watch() -> None:
    for rows in AUDITED:
        rows.start()


def client(row: Application) -> Target:
    return Target("client", row.client_id, row.name)


def signing_key(row: SigningKey) -> Target:
    return Target("signing_key", row.kid, row.kid)


def described_client(row: Application) -> dict[str, Any]:
    return {
        "name": row.name,
        "type": row.client_type,
        "grant": row.authorization_grant_type,
        "redirect_uris": row.redirect_uris.split(),
        "logout_uris": row.post_logout_redirect_uris.split(),
        "first_party": row.skip_authorization,
    }


def described_consent(row: Consent) -> dict[str, Any]:
    return {"client": row.application.client_id, "asked": row.asked, "allowed": row.allowed}


def told_record(row: TenantRecord) -> dict[str, Any]:
    """Return what was told, of an Action's code its digest alone."""
    code = row.document.get("code")
    return {**row.document, **({"code": sha256(code.encode()).hexdigest()} if code else {})}


def _secret_action(row: Application) -> str | None:
    """A public client has none, but the toolkit hashes the empty one anew whenever it is saved."""
    return "client.secret_changed" if row.client_type == Application.CLIENT_CONFIDENTIAL else None


def record_key_moved(row: SigningKey, old: str, new: str) -> None:
    """Tell of a key whose state was changed by a queryset, which sends no signals."""
    record(_state_action(new), signing_key(row), {"state": str(old)}, {"state": str(new)})


def _state_action(state: str) -> str:
    return {"active": "signing_key.activated", "retired": "signing_key.retired"}.get(
        state, "signing_key.changed"
    )


AUDITED = (
    AuditedRows(
        Application,
        target=client,
        state=described_client,
        columns=(
            "client_id",
            "name",
            "client_type",
            "authorization_grant_type",
            "redirect_uris",
            "post_logout_redirect_uris",
            "skip_authorization",
        ),
        made="client.registered",
        changed="client.changed",
        deleted="client.removed",
        secrets={"client_secret": _secret_action},
    ),
    AuditedRows(
        ClientGrant,
        target=lambda row: client(row.application),
        state=lambda row: {"permission": row.permission},
        columns=("permission", "application"),
        made="client.permission_granted",
        changed="client.permission_changed",
        deleted="client.permission_withdrawn",
    ),
    AuditedRows(
        ClientAudience,
        target=lambda row: client(row.application),
        state=lambda row: {"audience": row.audience},
        columns=("audience", "application"),
        made="client.audience_added",
        changed="client.audience_changed",
        deleted="client.audience_removed",
    ),
    AuditedRows(
        BackchannelLogout,
        target=lambda row: client(row.application),
        state=lambda row: {"uri": row.uri, "session_required": row.session_required},
        columns=("uri", "session_required", "application"),
        made="client.backchannel_logout_set",
        changed="client.backchannel_logout_changed",
        deleted="client.backchannel_logout_removed",
    ),
    AuditedRows(
        ManagementGrant,
        target=lambda row: client(row.application),
        state=lambda row: {"management_scope": row.scope},
        columns=("scope", "application"),
        made="client.management_scope_granted",
        changed="client.management_scope_changed",
        deleted="client.management_scope_withdrawn",
    ),
    AuditedRows(
        TenantRecord,
        target=lambda row: Target(f"tenant_{row.kind}", row.key, row.document.get("name", row.key)),
        state=told_record,
        columns=("document",),
        made="tenant_record.made",
        changed="tenant_record.changed",
        deleted="tenant_record.deleted",
    ),
    AuditedRows(
        Consent,
        target=lambda row: person(row.user),
        state=described_consent,
        columns=("asked", "allowed", "user", "application"),
        made="consent.given",
        changed="consent.changed",
        deleted="consent.withdrawn",
    ),
    AuditedRows(
        SigningKey,
        target=signing_key,
        state=lambda row: {"state": str(row.state)},
        columns=("state",),
        made="signing_key.made",
        changed="signing_key.changed",
        deleted="signing_key.deleted",
        own_actions={"state": lambda _row, state: _state_action(state)},
    ),
    # Of these only that they are there: each use of a recovery code changes its row.
    AuditedRows(
        Authenticator,
        target=lambda row: person(row.user),
        state=lambda row: {"kind": str(row.type)},
        columns=("user", "type"),
        made="user.second_factor_added",
        changed="user.second_factor_changed",
        deleted="user.second_factor_removed",
    ),
)
