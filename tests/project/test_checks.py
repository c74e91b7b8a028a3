"""Unsafe combinations of settings are refused before the site starts."""

from urllib.parse import urlsplit

import pytest

from project.checks import (
    check_demo_stays_at_home,
    check_pages_are_reached_over_https,
    check_the_proxies_have_addresses,
    check_the_site_serves_its_own_address,
)


@pytest.fixture
def at(settings):
    """Return a function that moves the site to an address."""

    def move(site_url: str, **changes: object) -> None:
        settings.SITE_URL, settings.SITE = site_url, urlsplit(site_url)
        settings.HTTPS = site_url.startswith("https:")
        for name, value in changes.items():
            setattr(settings, name, value)

    return move


@pytest.mark.parametrize(
    "site_url", ["https://usher.example", "http://10.0.0.7:8000", "http://localhost.evil"]
)
def test_a_demo_that_others_can_reach_is_refused(at, site_url):
    at(site_url, DEMO=True)
    assert [error.id for error in check_demo_stays_at_home(None)] == ["project.E001"]


@pytest.mark.parametrize("site_url", ["http://localhost:8000", "http://127.0.0.1:9", "http://[::1]:8000"])
def test_a_demo_on_this_machine_is_fine(at, site_url):
    at(site_url, DEMO=True)
    assert check_demo_stays_at_home(None) == []


def test_a_real_site_elsewhere_is_fine(at):
    at("https://usher.example", DEMO=False)
    assert check_demo_stays_at_home(None) == []


def test_a_site_without_https_is_warned_of(at):
    at("http://usher.example")
    assert [warning.id for warning in check_pages_are_reached_over_https(None)] == ["project.W001"]


def test_a_site_that_would_refuse_its_own_address_is_refused(at):
    at("https://usher.example", ALLOWED_HOSTS=["other.example"])
    assert [error.id for error in check_the_site_serves_its_own_address(None)] == ["project.E002"]


@pytest.mark.parametrize(
    ("proxies", "errors"),
    [(["10.0.0.1", "10.0.0.0/8", "2001:db8::1"], []), (["10.0.0.1", "proxy.example"], ["project.E003"])],
)
def test_a_trusted_proxy_that_is_no_address_is_refused(settings, proxies, errors):
    settings.TRUSTED_PROXIES = proxies
    assert [error.id for error in check_the_proxies_have_addresses(None)] == errors
