"""A list as a download: made into a file first, which is then sent for as long as the reader takes."""

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from http import HTTPStatus
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from permissions_api.effective_permissions import granted_permissions
from permissions_api.on_behalf_of import requester
from permissions_api.permissions import valid_token
from permissions_api.required_permission import required_permission
from resources.compiled_rows import represented
from resources.formats import FORMATS, ExportedRow
from resources.pages import CHUNK, rows_in_order
from resources.rate_limits import leases

IN_MEMORY = 1_000_000  # bytes; a longer file lies on the disk
PIECE = 65_536  # bytes
MAKING_SECONDS = 8  # below the time in which the gateway wants a first byte
SENDING_SECONDS = 600

if TYPE_CHECKING:
    _View = GenericAPIView
else:  # It stands before the view's own classes.
    _View = object

# Making a file takes a thread, and the others are for everybody else.
_making = threading.BoundedSemaphore(1)


class DownloadUnderWay(APIException):
    """429: the person, or this process, has a download to make or to send already."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS
    default_code = "download_under_way"
    wait = 5


class Download(StreamingHttpResponse):
    """A file as an answer. Whoever serves it need keep no thread for it while it is sent.

    ``done`` is called when all is sent, or nobody waits for it any more.
    """

    def __init__(self, file: IO[bytes], done: Callable[[], object] = lambda: None, **options: Any) -> None:
        self._file, self._done = file, done
        length = file.tell()
        file.seek(0)
        super().__init__(iter(lambda: file.read(PIECE), b""), **options)
        self["Content-Length"] = str(length)

    def close(self) -> None:
        try:
            if not self._file.closed:
                self._file.close()
                self._done()
        finally:
            super().close()


class Sheet(NamedTuple):
    """What a file holds: its columns, and each row by them."""

    names: Sequence[str]
    rows: Iterable[ExportedRow]


class Downloadable(_View):
    """A view whose list can be had as a file, in the ``format`` that was asked for.

    ``file_name`` is what it is called, without an ending; the name of the resource unless another is given.
    """

    file_name: ClassVar[str] = ""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Leave the ``format`` of a list to the list, which refuses by name what is none."""
        view: Any = self
        if view.action in ("list", "count") and "format" in request.query_params:
            return self.get_renderers()[0], "application/json"
        return super().perform_content_negotiation(request, force)

    def file_asked_for(self, request: Request) -> HttpResponseBase | None:
        """Return the whole list as a file, None where a page of it was asked for."""
        view: Any = self
        asked = view.query.validated_data.get("format") if "format" in request.query_params else None
        return download(view, request, asked) if asked in FORMATS else None

    def sheet(self, format_name: str) -> Sheet:
        """Return the fields of a row in full for those who may read one, for others those of the list."""
        kind = _kind(self)
        names = [name for name, field in kind().fields.items() if not field.read_only]
        view: Any = self
        queryset = view.filter_queryset(view.get_queryset())
        return Sheet(names, rows_of(view, queryset.only(*kind.Meta.fields, view.query.order_column), kind))


def download(view: Any, request: Request, format_name: str) -> HttpResponseBase:
    """Return the whole list that was asked for as a file. Raises DownloadUnderWay and ValidationError."""
    view.headers["Cache-Control"] = "private, no-store"
    headers = {
        "Content-Disposition": f'attachment; filename="{view.file_name or view.resource.name}.{format_name}"',
        "X-Content-Type-Options": "nosniff",
    }
    media_type = f"{FORMATS[format_name].media_type}; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type, headers=headers)
    token = requester(request).token
    lease = f"download {token.issuer} {token.subject}"
    if not leases.hold(lease, SENDING_SECONDS):
        raise DownloadUnderWay("Another download of yours is under way. Wait until it is done.")
    try:
        file = _made(view, format_name)
    except BaseException:
        leases.release(lease)
        raise
    return Download(file, lambda: leases.release(lease), content_type=media_type, headers=headers)


def _made(view: Any, format_name: str) -> IO[bytes]:
    if not _making.acquire(blocking=False):
        raise DownloadUnderWay("Somebody else's download is being made. Try again in a few seconds.")
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  It is closed when all is sent.
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        names, rows = view.sheet(format_name)
        FORMATS[format_name].write(text, names, _in_time(rows))
        text.flush()
        text.detach()
    except BaseException:
        file.close()
        raise
    finally:
        _making.release()
    return file


def _kind(view: Any) -> Any:
    may_read = required_permission(view, "retrieve") in granted_permissions(valid_token(view.request))
    return view.serializer_class if may_read else view.get_serializer_class()


def rows_of(view: Any, queryset: QuerySet[Any], kind: Any) -> Iterator[ExportedRow]:
    """Yield what ``kind`` says of each row, in the order that was asked for."""
    query, context = view.query, view.get_serializer_context()
    rows = rows_in_order(queryset, query.ordering, query.order_column)
    while chunk := list(islice(rows, CHUNK)):
        yield from represented(kind, chunk, context)


def _in_time(rows: Iterable[ExportedRow]) -> Iterator[ExportedRow]:
    ends = time.monotonic() + MAKING_SECONDS
    for row in rows:
        if time.monotonic() > ends:
            raise ValidationError(
                {"format": [f"This takes longer than {MAKING_SECONDS} seconds. Narrow the list down."]}
            )
        yield row
