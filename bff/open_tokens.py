"""What this process has decrypted of the tokens of sessions, each version once."""

from collections import OrderedDict
from threading import Lock

from bff import sessions
from bff.exceptions import SessionEnded
from bff.models import Session
from bff.token_set import TokenSet, opened

MOST = 4096  # sessions, some 10 kB each; the one unused longest goes first

_open: OrderedDict[str, tuple[int, TokenSet]] = OrderedDict()  # by handle, which no other session ever has
_lock = Lock()


def of(session: Session) -> TokenSet:
    """Return the tokens of the version that this session was read with. Raises as ``latest``."""
    return _kept(session) or latest(session)


def latest(session: Session) -> TokenSet:
    """Return the tokens as they are now, and note their version at the session.

    Raises SessionEnded where it has ended, or where nobody can read its tokens any more.
    """
    row = Session.objects.filter(pk=session.pk).values_list("version", "tokens").first()
    if row is None:
        raise SessionEnded()
    session.version, sealed = row
    tokens = _kept(session) or opened(sealed)
    if tokens is None:
        sessions.end(session, "its tokens cannot be decrypted")
        raise SessionEnded()
    keep(session, tokens)
    return tokens


def keep(session: Session, tokens: TokenSet) -> None:
    with _lock:
        _open[session.handle] = session.version, tokens
        _open.move_to_end(session.handle)
        while len(_open) > MOST:
            _open.popitem(last=False)


def _kept(session: Session) -> TokenSet | None:
    with _lock:
        version, tokens = _open.get(session.handle, (0, None))
        if tokens is None or version != session.version:
            return None
        _open.move_to_end(session.handle)
        return tokens
