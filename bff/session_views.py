"""/bff/session, /bff/logout and /bff/sessions: who is logged in here and elsewhere, and the end of it."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from audit.origin import acting_as
from bff import cookies, sessions, tokens
from bff.logout import logout_address
from bff.models import Session
from bff.serializers import LoggedOutSerializer, MySessionSerializer, MySessionsSerializer
from bff.sessions import person_of
from bff.views import SessionView

MOST = 200  # sessions of one person that are shown


class MySessionView(SessionView):
    """Who is logged in in this browser."""

    handle_needed = False
    operation_id = "my_session"
    serializer_class = MySessionSerializer

    def get(self, request: Request) -> Response:
        """Who is logged in in this browser, until when, and what the tokens say that the server holds.

        No token and no signature: claims alone. X-Usher may be 1 here, and here alone.
        """
        session = self.session
        return Response(
            {
                "handle": session.handle,
                "expires_at": int(session.expires_at.timestamp()),
                "id_claims": tokens.id_claims(session),
                "tokens": [
                    {"audience": audience, "claims": claims} for audience, claims in tokens.held(session)
                ],
            }
        )


class LogoutView(SessionView):
    """The end of this session."""

    operation_id = "log_out"

    @extend_schema(request=None, responses=LoggedOutSerializer)
    def post(self, request: Request) -> Response:
        """End this session, and say where to end that of the issuer: an address without a token."""
        address = logout_address(self.session)
        _end(self.session, self.session, "logged out")
        response = Response({"logout_url": address})
        cookies.delete_session(response)
        return response


class MySessionsView(SessionView):
    """The browsers in which I am logged in."""

    operation_id = "my_sessions"
    serializer_class = MySessionsSerializer

    def get(self, request: Request) -> Response:
        """The browsers in which I am logged in, the latest used first."""
        mine = _sessions_of(self.session).defer("tokens").order_by("-last_used", "-pk")
        return Response({"results": [_device(each, self.session) for each in mine[:MOST]]})


class OneOfMySessionsView(SessionView):
    """One of the browsers in which I am logged in."""

    operation_id = "end_session"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Log out of one of my browsers."""
        ended = _sessions_of(self.session).filter(pk=pk).first()
        if ended is None or not _end(ended, self.session, "ended from another browser"):
            raise NotFound("You are not logged in there, or not any more.")
        return Response(status=HTTPStatus.NO_CONTENT)


def _sessions_of(session: Session) -> QuerySet[Session]:
    return sessions.lasting().filter(issuer=session.issuer, subject=session.subject)


def _device(session: Session, present: Session) -> dict[str, Any]:
    return {
        "id": session.pk,
        "current": session.pk == present.pk,
        "created": session.created,
        "last_used": session.last_used,
        "address": session.address,
        "user_agent": session.user_agent,
    }


def _end(session: Session, by: Session, why: str) -> bool:
    """End a session and, once that is written, its refresh token; say whether it was there still."""
    whole = Session.objects.filter(pk=session.pk).first()  # with its tokens, which go with it
    with acting_as(person_of(by)):
        ended = whole is not None and sessions.end(whole, why)
    if whole and ended:
        tokens.revoke(whole)
    return ended
