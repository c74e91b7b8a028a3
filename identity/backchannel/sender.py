"""Tell clients of logouts (OpenID Connect Back-Channel Logout 1.0), in a thread beside the requests.

A message is sent until its client says it heard, for an hour, after pauses that grow. Who sends one has moved
it into the future before, by a conditional UPDATE: so no other process sends it too, and should this one end
meanwhile, another does so later.
"""

import logging
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from itertools import groupby, takewhile

from django.db import close_old_connections, connections
from django.db.models import F
from django.utils import timezone

from identity.backchannel.messages import noted
from identity.models import BackchannelLogout, LogoutMessage
from identity.token.token_claims import sign
from permissions_api.conf import conf
from permissions_api.http import Unfetchable, exchange, within

log = logging.getLogger(__name__)

FIRST = 5  # seconds after the start, which has enough to do
POLL = 2  # seconds between two looks for what other processes noted, or what is due again
IDLE = 60  # the same where no client wants to be told
ANSWER = 3  # seconds that a client has to answer one message
ROUND = 2  # seconds for the messages to one client that are due at once; what is left waits for the next try
LEASE = ROUND + ANSWER + 5  # seconds in which a message is sent by nobody else
LONGEST_PAUSE = 300  # seconds
GIVE_UP = timedelta(hours=1)
TOKEN_SECONDS = 120
MOST = 100  # messages at a time
CLIENTS = 8  # that are told side by side, so that one that hangs keeps no other waiting
HEARD = (HTTPStatus.OK, HTTPStatus.NO_CONTENT)  # The first by section 2.8; many a framework says the other.
EVENT = "http://schemas.openid.net/event/backchannel-logout"

Signed = tuple[LogoutMessage, str]


def start() -> None:
    """Begin to send in a thread that ends with the process."""
    threading.Thread(target=_run, name="logout messages", daemon=True).start()


def send_due() -> int:
    """Send what is due and not sent by another process; return how many messages were heard."""
    now = timezone.now()
    due = LogoutMessage.objects.filter(due__lte=now).order_by("due", "pk")[:MOST]
    mine = [message for message in due if _claim(message)]
    _give_up([message for message in mine if message.created < now - GIVE_UP])
    # Signed here, as the threads ask no database.
    signed = [(message, logout_token(message)) for message in mine if message.created >= now - GIVE_UP]
    by_client = groupby(sorted(signed, key=_address), _address)
    with ThreadPoolExecutor(CLIENTS, "logout message") as pool:
        heard = [pk for pks in pool.map(_tell, [list(each) for _, each in by_client]) for pk in pks]
    LogoutMessage.objects.filter(pk__in=heard).delete()
    return len(heard)


def logout_token(message: LogoutMessage) -> str:
    """Return a signed logout token (section 2.4), another at every try."""
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": conf.ISSUER,
        "aud": message.client_id,
        "sub": message.subject,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "jti": uuid.uuid4().hex,
        "events": {EVENT: {}},
    }
    return sign(claims | ({"sid": message.sid} if message.sid else {}), "logout+jwt")


def _claim(message: LogoutMessage) -> bool:
    pause = timedelta(seconds=LEASE + min(2**message.tries, LONGEST_PAUSE))
    unclaimed = LogoutMessage.objects.filter(pk=message.pk, due=message.due)
    return bool(unclaimed.update(due=timezone.now() + pause, tries=F("tries") + 1))


def _give_up(messages: Sequence[LogoutMessage]) -> None:
    LogoutMessage.objects.filter(pk__in=[message.pk for message in messages]).delete()
    for client_id, number in Counter(message.client_id for message in messages).items():
        log.warning(
            "The client %r was not told of %s logouts, as it heard none for an hour.", client_id, number
        )


def _address(signed: Signed) -> str:
    return signed[0].uri


def _tell(messages: Sequence[Signed]) -> Sequence[int]:
    """Tell one client until it does not hear, or the time is up; return which messages it heard."""
    until = time.monotonic() + ROUND
    return [
        message.pk
        for message, _ in takewhile(lambda each: time.monotonic() < until and _hears(*each), messages)
    ]


def _hears(message: LogoutMessage, token: str) -> bool:
    form = {"logout_token": token}
    try:
        answer = within(ANSWER, lambda deadline: exchange("POST", message.uri, deadline, form))
    except Unfetchable as error:
        log.info("The client %r was not told of a logout: %s", message.client_id, error)
        return False
    if answer.status not in HEARD:
        log.info("The client %r answers %s to a logout.", message.client_id, answer.status)
    return answer.status in HEARD


def _run() -> None:
    time.sleep(FIRST)
    while True:
        noted.clear()
        try:
            close_old_connections()
            send_due()
            wanted = BackchannelLogout.objects.exists() or LogoutMessage.objects.exists()
        except Exception:  # Nobody waits for this thread; the log is all that hears of it.
            log.exception("Clients could not be told of logouts; this is tried again in %s seconds.", IDLE)
            wanted = False
        if not wanted:
            connections.close_all()
        noted.wait(POLL if wanted else IDLE)
