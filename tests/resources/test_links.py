"""Addresses in answers, as the caller asked for them."""

import pytest
from django.test import RequestFactory

from resources.links import asked_address


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "asked", ["/api/movies/", "/api/movies/?search=a%20b&x=é", "/api/m%C3%B6vies/%3F/", "/api/movies/?"]
)
def test_it_is_what_django_makes_of_it(settings, host, scheme, asked):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get(asked, headers={"host": host}, secure=scheme == "https")
    assert asked_address(request) == request.build_absolute_uri()
