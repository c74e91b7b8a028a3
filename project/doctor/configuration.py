"""What follows from the settings, and from what the issuer offers beside them."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as system_checks

from permissions_api.conf import conf
from permissions_api.loopback import is_loopback
from project.doctor.findings import Finding, check, error, ok, warning
from project.doctor.outside import NotKnown, Outside, listed, shown
from project.doctor.sites import origin_of, same_site

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # RFC 8693 section 2.1


@check(
    "settings",
    why="With an error the site does not start; a warning is told at every start.",
    to_set="As the finding says; ./run check shows the same.",
)
def settings_are_right(_outside: Outside) -> Iterator[Finding]:
    """Django's system checks find nothing."""
    found = [each for each in system_checks.run_checks() if not each.is_silenced()]
    for each in found:
        if each.level < system_checks.WARNING:
            yield ok(f"{each.msg} {each.hint or ''} ({each.id})")
        else:
            make = error if each.level >= system_checks.ERROR else warning
            yield make(f"{each.msg} ({each.id})", each.hint or "")
    if not found:
        yield ok("The system checks find nothing in the settings.")


@check(
    "same-site",
    why="Browsers send the issuer's cookie in a hidden frame only where issuer and app are one site, so that"
    " alone there a silent login works.",
    to_set="A host name for the issuer below the app's own domain (at Auth0: a custom domain), or"
    " AUDIENCE_STRATEGY=multi_resource_refresh_token, which needs no frame.",
    at_start=True,
)
def one_site(_outside: Outside) -> Iterator[Finding]:
    """Issuer and app are one site to a browser."""
    where = f"{origin_of(conf.ISSUER)} and {settings.SITE_URL}"
    here = is_loopback(conf.ISSUER) and is_loopback(settings.SITE_URL)
    to_set = "One host name for both: localhost, or 127.0.0.1." if here else ""
    if conf.strategy.sessions:
        yield ok(f"{conf.STRATEGY} needs no frame: issuer and app may be on any two sites.")
    elif origin_of(conf.ISSUER) == settings.SITE_URL:
        yield ok("Issuer and app are at one address, so a silent login works.")
    elif same_site(conf.ISSUER, settings.SITE_URL):
        yield ok(f"{where} are one site to a browser: a silent login works.")
    elif not (conf.strategy.own_audiences and not conf.strategy.gateway):
        yield warning(
            f"{where} are different sites to a browser: the login holds until its token ends or the page is"
            " loaded anew.",
            to_set,
        )
    elif conf.strategy.refreshes_any:
        yield ok(
            f"{where} are different sites to a browser: {conf.STRATEGY} needs no frame, and a page that"
            " is loaded anew asks for a login."
        )
    else:
        yield error(
            f"{where} are different sites to a browser, and {conf.STRATEGY} gets each API's token in a hidden"
            " frame: none ever comes.",
            to_set,
        )


@check(
    "flavour",
    why="OIDC_FLAVOUR says where the issuer is asked, and how an API is named to it: a login for no API"
    " gives a token that opens none.",
    to_set="OIDC_FLAVOUR: auth0, keycloak, or generic for others that know resource= (docs/issuers.md).",
    at_start=True,
)
def flavour(outside: Outside) -> Iterator[Finding]:
    """The issuer is of the kind that OIDC_FLAVOUR says."""
    said, seen = conf.FLAVOUR, _flavour_seen(outside.discovery)
    login = outside.endpoints.get("authorization_endpoint", "")
    if conf.flavour.auth0_paths and login != f"{conf.ISSUER.rstrip('/')}/authorize":
        yield error(
            f"With OIDC_FLAVOUR={said} people log in at Auth0's address, and this issuer's is"
            f" {shown(login)}.",
            f"OIDC_FLAVOUR={seen or 'generic'}",
        )
    elif seen and seen != said:
        yield warning(f"OIDC_FLAVOUR is {said}, and this issuer looks like {seen}.", f"OIDC_FLAVOUR={seen}")
    else:
        yield ok(f"Nothing speaks against OIDC_FLAVOUR={said}.")


def _flavour_seen(document: Mapping[str, object]) -> str:
    """Return the flavour that an issuer shows by what only one kind has, "" where it shows none."""
    if "mfa_challenge_endpoint" in document:
        return "auth0"
    return "keycloak" if "/realms/" in urlsplit(conf.ISSUER).path else ""


@check(
    "strategy",
    why="The tokens that AUDIENCE_STRATEGY rests on would be refused by the issuer.",
    to_set="At the issuer: the grant named, for the client named; or another AUDIENCE_STRATEGY"
    " (docs/audiences.md).",
    at_start=True,
)
def strategy(outside: Outside) -> Iterator[Finding]:
    """The issuer offers the grants that AUDIENCE_STRATEGY needs."""
    grants = listed(outside.discovery, "grant_types_supported")
    if not grants:
        raise NotKnown(
            "The issuer's discovery document does not list its grants, so only its dashboard knows."
        )
    needed = {"authorization_code": conf.CLIENT_ID}
    if conf.strategy.refreshes_any or conf.strategy.sessions:
        needed["refresh_token"] = conf.CLIENT_ID
    if conf.strategy.sessions and conf.flavour.audience_parameter is None:
        needed[EXCHANGE] = conf.CLIENT_ID
    if conf.strategy.gateway:
        needed[EXCHANGE if conf.strategy.exchanges else "client_credentials"] = conf.GATEWAY_CLIENT_ID
    missing = {grant: client for grant, client in needed.items() if grant not in grants}
    for grant, client in missing.items():
        yield warning(
            f"AUDIENCE_STRATEGY={conf.STRATEGY} needs the grant {grant} for the client {client}, and the"
            " issuer's discovery document does not name it."
        )
    if not missing:
        yield ok(f"The issuer offers what AUDIENCE_STRATEGY={conf.STRATEGY} needs: {', '.join(needed)}.")
