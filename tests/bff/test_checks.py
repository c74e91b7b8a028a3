"""The site does not start where a session's cookie would travel in the clear, or nobody could log in."""

import pytest

from bff.checks import check_people_can_log_in, check_sessions_are_safe


def ids(found) -> list[str]:
    messages = [*found]
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


@pytest.fixture(autouse=True)
def in_force(conf) -> None:
    conf.STRATEGY = "backend_for_frontend"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://usher.example", ["bff.E001"]),
        ("http://10.0.0.5:8000", ["bff.E001"]),
        ("http://localhost.evil.example", ["bff.E001"]),
        ("https://usher.example", []),
        ("http://localhost:8000", []),
        ("http://127.0.0.1:8000", []),
        ("http://[::1]:8000", []),
    ],
)
def test_plain_http_is_for_this_machine_alone(conf, settings, url, expected):
    settings.SITE_URL = url
    assert ids(check_sessions_are_safe(None)) == expected
    conf.STRATEGY = "single_audience"
    assert ids(check_sessions_are_safe(None)) == []


@pytest.mark.parametrize("name", ["BFF_CLIENT_ID", "BFF_CLIENT_SECRET"])
def test_the_site_has_a_client_with_a_secret(conf, settings, name):
    settings.BFF_CLIENT_ID, settings.BFF_CLIENT_SECRET = "usher-bff", "a-secret"
    assert ids(check_people_can_log_in(None)) == []
    setattr(settings, name, "")
    assert ids(check_people_can_log_in(None)) == ["bff.E002"]
    conf.STRATEGY = "single_audience"
    assert ids(check_people_can_log_in(None)) == []
