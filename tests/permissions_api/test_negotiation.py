"""The renderer is chosen as DRF chooses it, the first time and every other."""

import pytest
from django.http import Http404
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from permissions_api.negotiation import RememberingNegotiation


class CSV(BaseRenderer):
    media_type, format = "text/csv", "csv"


class JSONAlone(JSONRenderer):
    pass


KINDS: list[list[type[BaseRenderer]]] = [[JSONRenderer], [JSONRenderer, CSV], [CSV, JSONAlone]]
ACCEPTED = [
    *(None, "", "*/*", "application/json", "text/csv", "text/*;q=0.5, application/json", "image/png"),
    *("application/json; indent=4", "text/csv, */*", "x" * 300 + ", text/csv", ", ,"),
]


@pytest.mark.parametrize("query", ["", "?format=json", "?format=csv", "?page_size=2"])
@pytest.mark.parametrize("accept", ACCEPTED)
def test_the_answer_is_drfs(accept, query):
    def chosen(negotiation: DefaultContentNegotiation, kinds: list[type[BaseRenderer]]) -> object:
        headers = {} if accept is None else {"HTTP_ACCEPT": accept}
        request = Request(APIRequestFactory().get(f"/{query}", **headers))
        try:
            renderer, media_type = negotiation.select_renderer(request, [kind() for kind in kinds])
        except (NotAcceptable, Http404) as error:
            return type(error)
        return type(renderer), media_type

    for kinds in KINDS * 2:
        assert chosen(RememberingNegotiation(), kinds) == chosen(DefaultContentNegotiation(), kinds)
