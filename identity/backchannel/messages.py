"""Note down which clients are to be told of a logout, in the transaction in which it happens.

Nobody waits for a client: a thread sends what is noted (``sender``). The site's own sessions end at once.
"""

import threading

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from oauth2_provider.models import Application

from bff import sessions
from directory.subjects import SUBJECT, subject_of
from identity.models import LogoutMessage, SignIn
from permissions_api.conf import conf

noted = threading.Event()  # There is something to send: set once it is committed.


def tell_of_browser(user: User, browser: str) -> None:
    """Note that this person has logged out of this browser."""
    _note(SignIn.objects.filter(user=user, browser=browser), by_session=True)
    if conf.strategy.sessions:
        sessions.end_of(conf.ISSUER, subject_of(user), sid=browser)


def tell_of_person(user: User) -> None:
    """Note that this person is logged out everywhere."""
    _note(SignIn.objects.filter(user=user))
    if conf.strategy.sessions:
        sessions.end_of(conf.ISSUER, subject_of(user))


def tell_removed_client(client: Application) -> None:
    """Note, while the client is there still, that everybody is logged out of it."""
    _note(SignIn.objects.filter(application=client))


def _note(sign_ins: QuerySet[SignIn], by_session: bool = False) -> None:
    """Note a message for each client that was signed in to and wants to know; else it names no session.

    Clients that need the session's name get a message for each.
    """
    where = "application__backchannel_logout"
    heard = sign_ins.exclude(**{where: None}).values_list(
        "application__client_id", f"{where}__uri", f"{where}__session_required", "user_id", "browser"
    )
    told = {
        (client_id, uri, SUBJECT.format(user), browser if by_session or session_required else "")
        for client_id, uri, session_required, user, browser in heard
    }
    if told:
        now = timezone.now()
        LogoutMessage.objects.bulk_create(
            LogoutMessage(client_id=client_id, uri=uri, subject=subject, sid=sid, due=now)
            for client_id, uri, subject, sid in sorted(told)
        )
        transaction.on_commit(noted.set)
