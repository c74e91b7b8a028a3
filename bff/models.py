"""Who is logged in through this server, and the tokens it holds for them."""

from django.db import models


class Session(models.Model):
    """A browser in which somebody is logged in, and their tokens, of which the browser has none.

    ``key_hash`` is the SHA-256 of what the cookie holds, in hexadecimal. ``handle`` is known to the page,
    which shows by it whose session it means. ``sid`` is the session at the issuer (OpenID Connect
    Back-Channel Logout 1.0). ``tokens`` is encrypted; ``version`` is another whenever it is.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    handle = models.CharField(max_length=32, unique=True)
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    sid = models.CharField(max_length=255, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField()
    expires_at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    user_agent = models.CharField(max_length=255, blank=True)
    tokens = models.TextField()
    version = models.PositiveIntegerField(default=1)
    # Until when one process asks the issuer for this session's tokens, and others wait.
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuer", "subject"], name="bff_session_of_person"),
            models.Index(fields=["sid"], name="bff_session_of_sid"),
            models.Index(fields=["expires_at"], name="bff_session_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} since {self.created:%Y-%m-%d %H:%M}"


class SpentLogoutToken(models.Model):
    """The ``jti`` of a logout token that was obeyed, kept until the token ends, so that it counts once."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
