"""What somebody logged in must prove once more, as a script of our pages could otherwise do it for them.

Pages that change password, authenticator app, recovery codes and passkeys ask under every strategy (allauth's
reauthentication). What is here holds where tokens stay at the server, and a script has no easier way.
"""

import time
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from identity.accounts.sign_ins import presence
from permissions_api.conf import conf


def allows_consent(request: HttpRequest) -> bool:
    """Say whether the person proved who they are lately enough to let a client of others act for them."""
    age = time.time() - presence(request).auth_time.timestamp()
    return not conf.strategy.sessions or age < app_settings.REAUTHENTICATION_TIMEOUT


def asked_in_the_admin(admin_view: Any) -> Any:
    """Let the admin, which is of this origin too, change nothing without a proof of the last minutes.

    Its forms set passwords and e-mail addresses without asking for one's own password.
    """

    def guarded_view(view: Any, cacheable: bool = False) -> Any:
        inner = admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            changes = request.method not in ("GET", "HEAD") and getattr(view, "__name__", "") != "logout"
            # Who is no staff is refused by the admin itself.
            asked_for = conf.strategy.sessions and changes and request.user.is_staff
            if not asked_for or did_recently_reauthenticate(request):
                response: HttpResponseBase = inner(request, *args, **kwargs)
                return response
            if any("password" in name for name in request.POST):
                # What is sent on after the proof waits in the session meanwhile, and no password may.
                asked = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{asked}")
            raise ReauthenticationRequired

        return guarded

    return guarded_view


def use_up(request: HttpRequest) -> None:
    """Let what was proven for a client open no page by which one changes how one logs in."""
    if any(record.get("reauthenticated") for record in get_authentication_records(request, request.user)):
        records = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {**record, "reauthenticated": False} for record in records
        ]
