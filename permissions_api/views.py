"""The view that every API of the site starts from: the guard first, then everything else."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from permissions_api.authentication import BearerAuthentication
from permissions_api.conditional import answer_not_modified_if_known
from permissions_api.deadline import request_deadline
from permissions_api.exception_handler import exception_handler
from permissions_api.exceptions import BodyTooLarge
from permissions_api.parsers import JSONBodyParser
from permissions_api.permissions import RequiresPermission
from permissions_api.resource import Resource

if TYPE_CHECKING:
    _View = APIView
else:  # It stands before classes of DRF that it knows nothing of.
    _View = object

_allowed_methods: dict[tuple[Any, ...], list[str]] = {}


class GuardMixin(_View):
    """Make a view of DRF ask "who may?" before anything about the request or the data is looked at.

    Stands before DRF's own classes: ``class GameViewSet(GuardMixin, ModelViewSet)``.

    A view of a resource names it in ``resource``, and in ``action_words`` the words of those
    actions that DRF does not know (see ``permissions_api.required_permission``); an action that takes
    the permission and the tokens of another resource stands in ``other_resources``. A view without a
    resource says who may by ``permission_classes``: ``[AnyValidToken]`` or ``[Open]``.
    """

    resource: ClassVar[Resource | None] = None
    action_words: ClassVar[Mapping[str, str]] = {}
    other_resources: ClassVar[Mapping[str, Resource]] = {}
    began_at: float  # of time.monotonic()
    authentication_classes = [BearerAuthentication]
    permission_classes = [RequiresPermission]
    parser_classes = [JSONBodyParser]
    metadata_class = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer within the time that a request has for what it asks elsewhere."""
        with request_deadline():
            return super().dispatch(request, *args, **kwargs)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        wrapped: Request = super().initialize_request(request, *args, **kwargs)
        # DRF finds what is the wrapped request's by a failure each time, and much is asked of this.
        wrapped.META = request.META
        return wrapped

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count, guard, then negotiate.

        DRF negotiates first, and so tells strangers 406 instead of 401; and it counts last, and so
        whoever is refused as often as they like.
        """
        self.began_at = time.monotonic()
        self.format_kwarg = self.get_format_suffix(**kwargs)
        self.check_throttles(request)
        self.check_permissions(request)
        refuse_large_body(request)
        request.version, request.versioning_scheme = self.determine_version(request, *args, **kwargs)
        negotiated = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = negotiated

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer 304 where the caller has it already, which the guard has found them entitled to."""
        if "Vary" not in response:
            # DRF would look for each word of it among what is there.
            response["Vary"] = self.headers.pop("Vary", "")
        response = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(response, Response):
            answer_not_modified_if_known(request, response)
        return response

    def get_exception_handler(self) -> Callable[..., Any]:
        return exception_handler

    @property
    def allowed_methods(self) -> list[str]:
        """The methods that open something here. OPTIONS is answered with 405, so it is not among them."""
        # All that DRF finds them by: ``action_map`` is what the router gave this address of a viewset.
        key = type(self), *self.http_method_names, None, *(getattr(self, "action_map", None) or ())
        if key not in _allowed_methods:
            _allowed_methods[key] = [method for method in super().allowed_methods if method != "OPTIONS"]
        return list(_allowed_methods[key])

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What an answer depends on and that no shared cache may keep it."""
        return {
            "Allow": ", ".join(self.allowed_methods),
            "Cache-Control": "private, no-cache",
            "Vary": "Authorization, Accept",
        }


class GuardedView(GuardMixin, APIView):
    """The view from which those start that need nothing more of DRF."""


def refuse_large_body(request: HttpRequest | Request) -> None:
    """Raise BodyTooLarge by the stated length, whether the view reads the body or not."""
    stated, most = request.META.get("CONTENT_LENGTH") or "0", settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if most is not None and stated.isdecimal() and int(stated) > most:
        raise BodyTooLarge()
