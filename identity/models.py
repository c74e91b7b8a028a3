"""What the provider remembers beyond the toolkit's own tables."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from oauth2_provider.models import Application

from identity.accounts.sessions import BrowserSession  # noqa: F401  Django looks for models here


class SigningKey(models.Model):
    """An RSA key: ``next`` is published before it signs, ``active`` signs, ``retired`` is published still."""

    class State(models.TextChoices):
        NEXT = "next"
        ACTIVE = "active"
        RETIRED = "retired"

    kid = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State.choices)
    public_pem = models.TextField()
    encrypted_private_pem = models.TextField()
    created = models.DateTimeField(auto_now_add=True)
    retired = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two processes that start at once cannot both make the first keys.
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=["next", "active"]),
                name="one_next_and_one_active_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kid} ({self.state})"


class ClientAudience(models.Model):
    """An audience that a client may ask tokens for, when it may not ask for all."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="audiences")
    audience = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "audience"], name="client_audience_once")
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.audience}"


class ClientGrant(models.Model):
    """A permission that a machine client holds for itself, with no person behind it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="grants")
    permission = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "permission"], name="client_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.permission}"


class ManagementGrant(models.Model):
    """A scope of the stand-in for Auth0's Management API that a machine client may ask for."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="management_grants")
    scope = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "scope"], name="management_grant_once")]

    def __str__(self) -> str:
        return f"{self.application}: {self.scope}"


class TenantRecord(models.Model):
    """What the stand-in for Auth0's Management API was told and only tells again, such as an Action."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    document = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="tenant_record_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class BackchannelLogout(models.Model):
    """Where a client is told that somebody has logged out (OpenID Connect Back-Channel Logout 1.0).

    ``session_required``: it must be told of which session, not of the person alone.
    """

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="backchannel_logout"
    )
    uri = models.CharField(max_length=1000)
    session_required = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.application}: {self.uri}"


class LogoutMessage(models.Model):
    """A logout of which a client is still to be told.

    It names client and address itself, as both may be gone by then. ``sid`` is empty where every session of
    the person has ended. ``due`` is when it is sent next.
    """

    client_id = models.CharField(max_length=100)
    uri = models.CharField(max_length=1000)
    subject = models.CharField(max_length=255)
    sid = models.CharField(max_length=32, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    due = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.subject} to {self.client_id}"


class Consent(models.Model):
    """What a person answered when a client of somebody else asked.

    ``asked`` are the scopes the page showed, ``allowed`` those left ticked; both are kept so
    that a scope refused once is not asked for at every login.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="consents")
    asked = models.JSONField(default=list)
    allowed = models.JSONField(default=list)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "application"], name="one_consent_per_person_and_client")
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.application}"

    @property
    def refused(self) -> list[str]:
        return [scope for scope in self.asked if scope not in self.allowed]


class SignIn(models.Model):
    """How a person had signed in when a code was given out; all tokens that come of the code remember it.

    ``browser`` names the session in a way that survives a change of the session key, ``code``
    is the code's SHA-256, ``family`` the refresh tokens that came of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    # None where the row is from before it was kept.
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sign_ins", null=True)
    auth_time = models.DateTimeField()
    browser = models.CharField(max_length=32, db_index=True)
    code = models.CharField(max_length=64, unique=True)
    family = models.UUIDField(null=True, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user} at {self.auth_time:%Y-%m-%d %H:%M}"


class Redemption(models.Model):
    """That a refresh token was redeemed for an audience; kept while it may be redeemed for others.

    ``refresh_token`` is the token's SHA-256.
    """

    refresh_token = models.CharField(max_length=64)
    audience = models.CharField(max_length=255)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refresh_token", "audience"], name="redeemed_once_per_audience")
        ]

    def __str__(self) -> str:
        return f"{self.refresh_token[:8]} for {self.audience}"


class Fault(models.Model):
    """A fault of this issuer that was switched on; it counts in the demo alone (``identity.faults``)."""

    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=20, blank=True)
    seconds = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "place"], name="one_fault_of_a_kind_and_place")
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, self.place, f"{self.seconds} s" if self.seconds else ""]))
