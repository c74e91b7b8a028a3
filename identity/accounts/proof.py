"""What somebody logged in must prove once more, as a script of our pages could otherwise do it for them.

Pages that change password, authenticator app, recovery codes and passkeys ask under every strategy (allauth's
reauthentication). What is here holds where tokens stay at the server, and a script has no easier way.
"""

import time

from allauth.account import app_settings
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.http import HttpRequest

from identity.accounts.sign_ins import presence
from permissions_api.conf import conf


def allows_consent(request: HttpRequest) -> bool:
    """Say whether the person proved who they are lately enough to let a client of others act for them."""
    age = time.time() - presence(request).auth_time.timestamp()
    return not conf.strategy.sessions or age < app_settings.REAUTHENTICATION_TIMEOUT


def use_up(request: HttpRequest) -> None:
    """Let what was proven for a client open no page by which one changes how one logs in."""
    if any(record.get("reauthenticated") for record in get_authentication_records(request, request.user)):
        records = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {**record, "reauthenticated": False} for record in records
        ]
