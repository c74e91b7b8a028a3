"""Let one process at a time ask the issuer for the tokens of a session, by conditional UPDATEs of its row.

Nothing is locked meanwhile, and no transaction is open. A lease ends by itself, should its holder be killed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from bff.models import Session
from bff.token_set import TokenSet, seal

# More than an issuer has for its answer, and less than others wait.
LEASE = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to replace the tokens of this version, until then."""

    session: int
    version: int
    until: datetime

    @classmethod
    def take(cls, session: int, version: int) -> "Lease | None":
        """Take it, unless somebody else has it, or the tokens are of another version by now."""
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        row = Session.objects.filter(free, pk=session, version=version)
        lease = cls(session, version, now + LEASE)
        return lease if row.update(leased_until=lease.until) else None

    def write(self, tokens: TokenSet) -> bool:
        """Store the new tokens and give the lease back; False when it, or the session, has ended."""
        written = self._row().update(tokens=seal(tokens), version=self.version + 1, leased_until=None)
        return bool(written)

    def lasts(self) -> bool:
        return self._row().exists()

    def give_back(self) -> None:
        self._row().update(leased_until=None)

    def _row(self) -> QuerySet[Session]:
        return Session.objects.filter(pk=self.session, version=self.version, leased_until=self.until)
