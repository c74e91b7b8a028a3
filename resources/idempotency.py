"""Let a create that is sent again make one row: the header Idempotency-Key.

It is that of draft-ietf-httpapi-idempotency-key-header. The answer is kept beside the row, in its
transaction and by one statement at its end. Nothing is looked up before: a second request tries
as the first did, and fails on what the first has made, the row or the key itself. Only then is the
first answer looked for. So at once or later, one row is made; the database lets the second wait
while the first is under way.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import orjson
from django.db import connection, transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from permissions_api.on_behalf_of import requester
from permissions_api.required_permission import resource_of
from resources.encryption import Undecryptable, decrypt, encrypt
from resources.models import FirstAnswer
from resources.renderers import JSONRenderer
from resources.statements import Planned

if TYPE_CHECKING:
    from permissions_api.views import GuardedView as _View
else:  # It stands before the view's own classes.
    _View = object

HEADER = "Idempotency-Key"
VARIABLE = "HTTP_IDEMPOTENCY_KEY"  # as WSGI names it
REPLAYED = "Idempotent-Replayed"
KEPT_SECONDS = 86_400
KEPT_HEADERS = ("ETag", "Location")
# A string of RFC 9651, which the draft wants, or the same without its quotes, as most send it.
KEY = re.compile(r'"([ !#-~]{1,255})"|([!#-~](?:[ !#-~]{0,253}[!#-~])?)')
PURPOSE = "first answers"

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    description=(
        "A name of your own for this one create, such as a new UUID. Sent again with the same body within"
        f" 24 hours, it makes nothing more and is answered as it was, with {REPLAYED}: true."
    ),
)
KEEP = Planned("""
    INSERT INTO resources_firstanswer (key, body, answered, answer) VALUES (%s, %s, %s, %s)
    ON CONFLICT (key) DO UPDATE
    SET body = excluded.body, answered = excluded.answered, answer = excluded.answer
    WHERE resources_firstanswer.answered < %s
""")


class AnsweredAlready(APIException):
    """409: the key has its answer, which cannot be told again."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "This was made already by an earlier request with this Idempotency-Key."
    default_code = "answered_already"


class KeyReused(APIException):
    """422: the key was sent before, with another body."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = (
        "This Idempotency-Key was sent before, with another body. Send a new key with what is new."
    )
    default_code = "idempotency_key_reused"


class CreatesOnce(_View):
    """A view whose ``create`` is marked by ``create_once``."""

    # Whether a transaction that ends in an error leaves nothing behind of what was to be created.
    create_can_be_undone: bool = True
    # Whether an answer holds what may not lie readable in the database, such as a link to a new account.
    answers_hold_secrets: ClassVar[bool] = False


Create = Callable[..., Response]


def create_once(create: Create) -> Create:
    """Make ``create`` of a CreatesOnce one transaction, and answer it once for each key of each caller.

    The guard has run, at a replay as before. A request that fails keeps nothing, and may be sent
    again with its key. What is kept is bounded by what is made, and so by API_RATE.
    """

    @extend_schema(parameters=[IDEMPOTENCY_KEY])
    @wraps(create)
    def answer(view: CreatesOnce, request: Request, *args: Any, **kwargs: Any) -> Response:
        call = _Call(view, request) if VARIABLE in request.META else None
        if call and not view.create_can_be_undone and (first := call.first_answer()):
            return first
        try:
            with transaction.atomic() if view.create_can_be_undone else nullcontext():
                response = create(view, request, *args, **kwargs)
                if call:
                    call.keep(response)
                return response
        except APIException:
            if call and (first := call.first_answer()):
                return first
            raise

    return answer


class _Call:
    """One create: who asks for it, under which key, with which body."""

    def __init__(self, view: CreatesOnce, request: Request) -> None:
        token = requester(request).token  # the person's where the gateway asks for them
        resource = resource_of(view, "create")
        caller = [token.issuer, token.subject, resource and resource.name, _key_in(request)]
        self._secret = view.answers_hold_secrets
        self._key = _digest(caller)
        # With the key, which nobody guesses, in it: the digest tells nothing of a body of few words.
        self._body = _digest([*caller, request.data])

    def keep(self, response: Response) -> None:
        """Raises AnsweredAlready where the key has an answer."""
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        told = {"status": response.status_code, "headers": headers, "data": response.data}
        text = JSONRenderer().render(told).decode()
        now = int(time.time())
        answer = encrypt(text, PURPOSE) if self._secret else text
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [self._key.hex, self._body.hex, now, answer, now - KEPT_SECONDS])
            if cursor.rowcount == 0:
                raise AnsweredAlready()

    def first_answer(self) -> Response | None:
        """Return what was answered to this key, None where nothing is known of it. Raises KeyReused."""
        first = FirstAnswer.objects.filter(key=self._key, answered__gte=time.time() - KEPT_SECONDS).first()
        if first is None:
            return None
        if first.body != self._body:
            raise KeyReused()
        try:
            told = json.loads(decrypt(first.answer, PURPOSE) if self._secret else first.answer)
        except Undecryptable:
            return None
        return Response(told["data"], told["status"], headers={**told["headers"], REPLAYED: "true"})


def delete_old() -> int:
    """Delete the answers of longer ago than they are kept; return how many."""
    deleted, _ = FirstAnswer.objects.filter(answered__lt=time.time() - KEPT_SECONDS).delete()
    return deleted


def _key_in(request: Request) -> str:
    found = KEY.fullmatch(request.META[VARIABLE].strip(" \t"))
    if not found:
        raise ValidationError({HEADER: ["Send 1 to 255 printable ASCII characters, such as a new UUID."]})
    return found[1] or found[2]


def _digest(told: Any) -> UUID:
    # Of what JSON can hold; json.dumps writes numbers that are larger than orjson takes.
    try:
        text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        text = json.dumps(told, sort_keys=True).encode()
    return UUID(bytes=hashlib.sha256(text).digest()[:16])
