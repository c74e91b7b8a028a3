"""Refuse combinations of settings that would make the site unsafe."""

import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

from permissions_api.checks import path_errors, with_settings
from permissions_api.conf import conf
from permissions_api.loopback import is_https_or_loopback, is_loopback
from permissions_api.resource import declared_resources
from permissions_api.upgrading import former_paths
from project.upgrading import PATHS

YEAR = 31_536_000  # seconds


@register
def check_demo_stays_at_home(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """The demo's passwords are known to everybody, so nobody else may reach it."""
    if settings.DEMO and not is_loopback(settings.SITE_URL):
        yield Error(
            f"DEMO is on, but SITE_URL={settings.SITE_URL!r} is not this machine.",
            hint="Its people log in without a password. Set DEMO=0, or SITE_URL to a loopback address.",
            id="project.E001",
        )


@register
def check_development_stays_at_home(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """Logins are answered there, so nobody else may listen there."""
    if settings.SPA_DEV_URL and not is_loopback(settings.SPA_DEV_URL):
        yield Error(
            f"SPA_DEV_URL={settings.SPA_DEV_URL!r} is not this machine.",
            hint="Write the address at which `npm run dev` serves the app, such as http://localhost:5200.",
            id="project.E004",
        )


@register
def check_pages_are_reached_over_https(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    if not is_https_or_loopback(settings.SITE_URL):
        yield Warning(
            f"SITE_URL={settings.SITE_URL!r} is not https: passwords and tokens travel in the clear.",
            hint="Put a proxy with a certificate in front and set SITE_URL to its https address.",
            id="project.W001",
        )


@register
def check_tls_is_whole(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """A server that speaks TLS has both files, and is known by https."""
    files = [settings.TLS_CERTIFICATE, settings.TLS_KEY]
    if any(files) and not (all(map(os.path.isfile, files)) and settings.HTTPS):
        yield Error(
            f"TLS_CERTIFICATE={files[0]!r} and TLS_KEY={files[1]!r} do not serve {settings.SITE_URL}.",
            hint="Name both files, in PEM, and write SITE_URL with https; or leave both away.",
            id="project.E009",
        )


@register
def check_the_site_serves_its_own_address(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    if not {"*", settings.SITE.hostname} & {*settings.ALLOWED_HOSTS}:
        yield Error(
            f"ALLOWED_HOSTS lacks {settings.SITE.hostname!r}, the host of SITE_URL.",
            hint=f"Add it: ALLOWED_HOSTS={','.join([*settings.ALLOWED_HOSTS, str(settings.SITE.hostname)])}",
            id="project.E002",
        )


@register
def check_former_paths(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """No dotted path of an earlier release is left in the settings."""
    for message, hint in former_paths(PATHS):
        yield Error(message, hint=hint, id="project.E006")


@register
def check_dotted_paths(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """INVITATIONS and LOGINS lead somewhere."""
    for name in ("INVITATIONS", "LOGINS"):
        yield from path_errors(name, getattr(settings, name))


@with_settings
def check_the_embedded_provider_s_flavour() -> Iterator[CheckMessage]:
    """The embedded provider has Auth0's addresses, and is asked as Auth0 is."""
    if settings.EMBEDDED and not conf.flavour.auth0_paths:
        yield Error(
            f"OIDC_FLAVOUR={conf.FLAVOUR} says how another issuer is asked, and OIDC_ISSUER names none.",
            hint="Name the issuer in OIDC_ISSUER, or leave OIDC_FLAVOUR out.",
            id="project.E007",
        )


@register
def check_preload_is_meant(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """The lists built into browsers take a host only with all below it, and for a year at least."""
    for_long = settings.SECURE_HSTS_SECONDS >= YEAR and settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    if settings.SECURE_HSTS_PRELOAD and not for_long:
        yield Error(
            "HSTS_PRELOAD is on, but no list of browsers would take this site.",
            hint=f"They want https, HSTS_SECONDS={YEAR} or more and HSTS_INCLUDE_SUBDOMAINS=1, which bind"
            " every host below this one for months. Leave it off unless that is meant.",
            id="project.E008",
        )


@register
def check_the_served_apis_exist(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    if settings.APPS in (["all"], ["none"]):
        return
    try:
        known = [resource.name for resource in declared_resources()]
    except ImproperlyConfigured:
        return  # permissions_api's checks say so.
    for name in settings.APPS:
        if name not in known:
            yield Error(
                f"APPS={','.join(settings.APPS)!r} names {name!r}, which is no resource.",
                hint=f"Write all, none, or some of: {', '.join(known)}.",
                id="project.E005",
            )
