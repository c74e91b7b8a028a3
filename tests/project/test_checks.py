"""Unsafe combinations of settings are refused before the site starts."""

import os
import subprocess
import sys
from textwrap import dedent
from urllib.parse import urlsplit

import pytest

from project.checks import (
    check_demo_stays_at_home,
    check_development_stays_at_home,
    check_dotted_paths,
    check_former_paths,
    check_pages_are_reached_over_https,
    check_preload_is_meant,
    check_the_embedded_provider_s_flavour,
    check_the_served_apis_exist,
    check_the_site_serves_its_own_address,
    check_tls_is_whole,
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


@pytest.mark.parametrize(
    ("url", "errors"),
    [("https://usher.example", ["project.E004"]), ("http://localhost:5200", []), ("", [])],
)
def test_logins_are_answered_to_a_development_server_of_this_machine_alone(settings, url, errors):
    settings.SPA_DEV_URL = url
    assert [error.id for error in check_development_stays_at_home(None)] == errors


@pytest.mark.parametrize("site_url", ["http://localhost:8000", "http://127.0.0.1:9", "http://[::1]:8000"])
def test_a_demo_on_this_machine_is_fine(at, site_url):
    at(site_url, DEMO=True)
    assert list(check_demo_stays_at_home(None)) == []


def test_a_real_site_elsewhere_is_fine(at):
    at("https://usher.example", DEMO=False)
    assert list(check_demo_stays_at_home(None)) == []


def test_a_site_without_https_is_warned_of(at):
    at("http://usher.example")
    assert [warning.id for warning in check_pages_are_reached_over_https(None)] == ["project.W001"]


def test_a_site_that_would_refuse_its_own_address_is_refused(at):
    at("https://usher.example", ALLOWED_HOSTS=["other.example"])
    assert [error.id for error in check_the_site_serves_its_own_address(None)] == ["project.E002"]


@pytest.mark.parametrize(
    ("certificate", "key", "https"),
    [(__file__, "", True), (__file__, "/nowhere", True), (__file__, __file__, False)],
)
def test_a_server_that_would_speak_tls_by_halves_does_not_start(settings, certificate, key, https):
    settings.TLS_CERTIFICATE, settings.TLS_KEY, settings.HTTPS = certificate, key, https
    assert [error.id for error in check_tls_is_whole(None)] == ["project.E009"]
    settings.TLS_KEY, settings.HTTPS = __file__, True
    assert list(check_tls_is_whole(None)) == []


def test_a_former_dotted_path_is_told_with_its_name_of_today(conf):
    conf.DIRECTORY = "directory.django.DjangoDirectory"
    (error,) = check_former_paths(None)
    assert (error.id, error.hint) == (
        "project.E006",
        "It is 'directory.backends.django.DjangoDirectory' now.",
    )


@pytest.mark.parametrize("name", ["INVITATIONS", "LOGINS"])
def test_dotted_paths_lead_somewhere(settings, name):
    setattr(settings, name, "identity.nowhere.nothing")
    assert [error.id for error in check_dotted_paths(None)] == ["permissions_api.E009"]


@pytest.mark.parametrize(
    ("seconds", "subdomains"), [(0, True), (86_400, True), (31_535_999, True), (31_536_000, False)]
)
def test_preload_is_refused_where_no_browser_would_take_it(at, seconds, subdomains):
    hsts = {"SECURE_HSTS_SECONDS": seconds, "SECURE_HSTS_INCLUDE_SUBDOMAINS": subdomains}
    at("https://usher.example", SECURE_HSTS_PRELOAD=True, **hsts)
    assert [error.id for error in check_preload_is_meant(None)] == ["project.E008"]


def test_preload_with_all_it_needs_is_fine_and_so_is_none(at):
    at("https://usher.example", SECURE_HSTS_PRELOAD=False, SECURE_HSTS_SECONDS=86_400)
    assert list(check_preload_is_meant(None)) == []
    at("https://usher.example", SECURE_HSTS_PRELOAD=True, SECURE_HSTS_SECONDS=31_536_000)
    at("https://usher.example", SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
    assert list(check_preload_is_meant(None)) == []


@pytest.mark.parametrize(
    ("site_url", "changes", "header"),
    [
        ("https://usher.example", {}, "max-age=86400"),
        ("https://usher.example", {"HSTS_SECONDS": "0"}, None),
        ("https://usher.example", {"HSTS_SECONDS": "31536000"}, "max-age=31536000"),
        (
            "https://usher.example",
            {"HSTS_SECONDS": "31536000", "HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"},
            "max-age=31536000; includeSubDomains; preload",
        ),
        ("http://localhost:8000", {"HSTS_SECONDS": "31536000"}, None),
    ],
)
def test_other_hosts_are_bound_to_https_only_where_it_was_asked_for(site_url, changes, header):
    program = """
        import os, sys
        sys.path.insert(0, os.getcwd())
        import django; django.setup()
        from django.test import Client
        answer = Client().get("/healthz", secure=True, headers={"Host": "localhost"})
        print(answer.headers.get("Strict-Transport-Security"))
    """
    environment = {"DJANGO_SETTINGS_MODULE": "project.settings", "DOTENV": os.devnull, "SITE_URL": site_url}
    done = subprocess.run(
        [sys.executable, "-c", dedent(program)],
        env={**os.environ, **environment, **changes},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(header)


def test_a_flavour_without_an_issuer_is_refused(settings, conf):
    settings.EMBEDDED, conf.FLAVOUR = True, "keycloak"
    (error,) = check_the_embedded_provider_s_flavour(None)
    assert "OIDC_FLAVOUR=keycloak" in error.msg
    settings.EMBEDDED = False
    assert list(check_the_embedded_provider_s_flavour(None)) == []


@pytest.mark.parametrize("apps", [["all"], ["none"], ["movies"], ["movies", "books"]])
def test_a_process_serves_all_apis_or_none_or_some(settings, apps):
    settings.APPS = apps
    assert list(check_the_served_apis_exist(None)) == []


@pytest.mark.parametrize("apps", [["films"], ["movies", "films"], ["movies", "all"], ["movies", "none"]])
def test_an_api_that_no_resource_declares_cannot_be_served(settings, apps):
    settings.APPS = apps
    (error,) = check_the_served_apis_exist(None)
    assert error.id == "project.E005"
    assert "Write all, none, or some of: movies, books, " in error.hint
