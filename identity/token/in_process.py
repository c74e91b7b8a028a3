"""The token and revocation endpoints for the site's own server where it is this very process.

A process that asked itself over HTTP would wait for a thread it does not have. Everything else is as over
HTTP: the views, what they look at first, and the faults of the demo.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from identity.faults.middleware import Faults
from identity.token.views import RevokeView, TokenView

HERE = "127.0.0.1"
View = Callable[[HttpRequest], HttpResponse]

_token = Faults(cast(View, TokenView.as_view()))
_revocation = Faults(cast(View, RevokeView.as_view()))


def token_endpoint(form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Return the status and the JSON object that /oauth/token answers to this form."""
    return _said(_token(_request("token", form)))


def revocation_endpoint(form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Return the status that /oauth/revoke answers to this form, and its error or nothing."""
    return _said(_revocation(_request("revoke", form)))


def _request(name: str, form: Mapping[str, str]) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path = "POST", reverse(name)
    request.content_type = "application/x-www-form-urlencoded"
    request.META = {"REMOTE_ADDR": HERE, "CONTENT_TYPE": request.content_type}
    request.POST = QueryDict(urlencode(form))
    return request


def _said(answer: HttpResponse) -> tuple[int, Mapping[str, Any]]:
    said = json.loads(answer.content or b"{}")
    return answer.status_code, said if isinstance(said, dict) else {}
