"""What the tests of the backend for the frontend share: the strategy, and people who log in."""

import pytest

from tests.identity.conftest import browser_of  # noqa: F401  a fixture


@pytest.fixture
def tokens_at_the_server(conf, settings) -> None:
    """Let the site's server hold the tokens, as the client that it is at the embedded provider."""
    conf.STRATEGY, conf.CLIENT_ID = "backend_for_frontend", settings.BFF_CLIENT_ID
