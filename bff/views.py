"""What the views of the backend for the frontend have in common: where they answer, and to whom."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request

from bff import sessions
from bff.forgery import check_page
from bff.models import Session
from bff.rates import SessionRate
from permissions_api.conf import conf
from permissions_api.permissions import Open, RequiresSession
from permissions_api.views import GuardedView


class BffView(GuardedView):
    """A view that is there under a strategy with sessions alone, and whose answers nobody keeps."""

    permission_classes = [Open]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Say that there is nothing where there is not; else guard as every view does."""
        self.refuse_where_not_in_force(request)
        super().initial(request, *args, **kwargs)

    def refuse_where_not_in_force(self, request: Request) -> None:
        """Raise NotFound under another strategy, which counts as every answer does."""
        if not conf.strategy.sessions:
            with suppress(APIException):
                self.check_throttles(request)
            raise NotFound(f"There is no backend for the frontend under AUDIENCE_STRATEGY={conf.STRATEGY}.")

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Cache-Control": "no-store", "Vary": "Cookie"}


class SessionView(BffView):
    """A view for who has a session, asked by a page of this site, and by that session's own page."""

    authentication_classes = []
    permission_classes = [RequiresSession]
    throttle_classes = [SessionRate]
    handle_needed = True
    _session: Session | None = None

    def session_of(self, request: HttpRequest | Request) -> Session:
        """Return the session, looked up once. Raises what ``check_page`` and ``sessions.find`` do."""
        if self._session is None:
            check_page(request, handle_needed=self.handle_needed)
            self._session = sessions.find(request)
        return self._session

    @property
    def session(self) -> Session:
        assert self._session is not None  # The guard has run.
        return self._session
