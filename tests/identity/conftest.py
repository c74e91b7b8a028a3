"""What the provider's tests share: people, browsers and clients. Not collected without the provider."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as configured

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from tests.identity.browser import Browser

if not configured.EMBEDDED:
    collect_ignore_glob = ["test_*"]


@pytest.fixture
def browser(people) -> "Browser":
    from tests.identity.browser import Browser

    return Browser()


@pytest.fixture
def browser_of(people) -> "Callable[[str], Browser]":
    """Return a maker of browsers in which somebody has logged in, with their password."""
    from tests.identity.browser import Browser

    def make(name: str) -> Browser:
        browser = Browser()
        response = browser.log_in(name)
        assert response.status_code == 302, response.content
        return browser

    return make


@pytest.fixture
def administrator(people, settings) -> "APIClient":
    """A client of the Management API's stand-in whose token has every scope."""
    from identity.management_api.scopes import SCOPES
    from tests.identity.management import token_of, with_token

    settings.MANAGEMENT_API = True
    return with_token(token_of(*SCOPES))
