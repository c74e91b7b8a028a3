"""Each mistake is made once, and found; a right site shows none."""

import email.utils
import time
from http.server import BaseHTTPRequestHandler

import pytest
from django.core.checks import Info
from django.db import OperationalError

from project.doctor.catalogue import CHECKS
from project.doctor.findings import Check, Finding
from project.doctor.outside import Outside
from project.doctor.sites import same_site
from tests import issuer as faults
from tests.issuer import KID, jwk, private_key

LOOKS_ELSEWHERE = "http://127.0.0.1:1/"  # nothing listens there


def test_a_right_site_shows_no_finding(site):
    outside = Outside()
    seen = {
        each.id: [(found.severity, found.sentence) for found in each.findings(outside)] for each in CHECKS
    }
    wrong = {id: found for id, found in seen.items() if {severity for severity, _ in found} != {"ok"}}
    assert wrong == {}


def test_nothing_is_asked_twice(site, issuer):
    outside = Outside()
    for each in CHECKS:
        list(each.findings(outside))
    assert issuer.server.fetches["/.well-known/openid-configuration"] == 1
    assert issuer.server.fetches["/jwks"] == 1


def test_a_database_that_is_away_is_no_crash():
    def look(_patient: object) -> list[Finding]:
        raise OperationalError("away")

    (seen,) = Check("any", look, "", "", "", False).findings(None)
    assert (seen.severity, seen.sentence) == ("unknown", "Not looked at, as the database cannot be asked.")


# --- The issuer -------------------------------------------------------------------------


def test_plain_http_beyond_this_machine(only_trouble, settings):
    settings.SITE_URL = "http://usher.example"
    assert only_trouble("https").sentence == "SITE_URL=http://usher.example is plain http."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (faults.status(500), "answers 500"),
        (faults.raw(b"<html>"), "is no JSON object"),
        (faults.raw(b"[" * 100_000), "is no JSON object"),
        (faults.raw(b"{}"), "does not name issuer and jwks_uri and"),
        (faults.raw(b" " * 300_000), "too large"),
        (
            faults.redirect("https://other.example/\x1b[2J"),
            "somewhere else: the answer is 302 to https://other",
        ),
    ],
)
def test_a_discovery_document_that_is_none(only_trouble, found, issuer, answer, said):
    issuer.server.discovery = answer
    trouble = only_trouble("discovery")
    assert trouble.severity == "error"
    assert said in trouble.sentence
    # What rests on it is unknown and no further error.
    if said != "does not name issuer and jwks_uri and":
        assert [each.severity for each in found("strategy")] == ["unknown"]


def test_an_issuer_that_is_down(only_trouble, issuer):
    issuer.server.stop()
    assert "nothing listens there" in only_trouble("discovery").sentence


@pytest.mark.parametrize("slow", ["hang", "drip_header", "drip_body"])
def test_an_issuer_that_is_slow_holds_nobody_up(only_trouble, issuer, monkeypatch, slow):
    monkeypatch.setattr("project.doctor.outside.FETCH_SECONDS", 0.3)
    issuer.server.discovery = getattr(issuer.server, slow)
    begun = time.monotonic()
    assert "did not answer within" in only_trouble("discovery").sentence
    assert time.monotonic() - begun < 3


def test_all_that_is_asked_has_one_time(found, monkeypatch):
    monkeypatch.setattr("project.doctor.outside.ALL_SECONDS", 0)
    assert "the time for all was up" in found("discovery")[0].sentence


def test_a_slash_that_is_missing(only_trouble, conf, issuer):
    conf.ISSUER = issuer.server.issuer.rstrip("/")
    trouble = only_trouble("issuer-name")
    assert "writes its slash at its end" in trouble.sentence
    assert trouble.to_set == f"OIDC_ISSUER={issuer.server.issuer}"


def test_another_issuers_name(only_trouble, issuer):
    issuer.discovered = {"issuer": "https://other.example/"}
    assert "calls itself https://other.example/" in only_trouble("issuer-name").sentence


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([], "It is empty"),
        ([jwk(private_key(), KID, use="enc")], f"{KID} is for use: enc"),
        ([jwk(private_key("weak", bits=1024), "weak")], "weak is weaker than RSA 2048 bits"),
        ([jwk(private_key(), KID, alg="RS512")], "for RS512, which OIDC_ALGORITHMS does not name"),
        ([jwk(private_key(), KID, kid=None)], "one without a kid is named by no token"),
        (["\x1b[2J", {"kid": "torn", "kty": "RSA"}], "something that is no key; torn is not readable"),
    ],
)
def test_no_key_that_can_be_used(only_trouble, issuer, keys, said):
    issuer.server.keys = keys
    trouble = only_trouble("keys")
    assert trouble.severity == "error"
    assert said in trouble.sentence


def test_a_weak_key_beside_a_good_one_is_a_warning_and_one_for_encryption_is_none(
    only_trouble, found, issuer
):
    issuer.server.keys.append(jwk(private_key(), "other", use="enc"))
    assert [each.severity for each in found("keys")] == ["ok"]
    issuer.server.keys.append(jwk(private_key("weak", bits=1024), "weak"))
    assert only_trouble("keys").severity == "warning"


def test_keys_that_cannot_be_had(only_trouble, issuer):
    issuer.server.jwks = faults.status(500)
    assert "/jwks answers 500" in only_trouble("keys").sentence


def test_an_algorithm_that_the_issuer_does_not_use(only_trouble, conf):
    conf.ALGORITHMS = ["ES256"]
    trouble = only_trouble("algorithms")
    assert "signs with RS256, and OIDC_ALGORITHMS accepts ES256 alone" in trouble.sentence
    assert trouble.to_set == "OIDC_ALGORITHMS=RS256"


@pytest.mark.parametrize(
    ("seconds", "severity", "said"),
    [(-90, "error", "behind"), (90, "error", "ahead of"), (-20, "warning", "behind")],
)
def test_a_clock_that_is_wrong(only_trouble, issuer, seconds, severity, said):
    def answer(request: BaseHTTPRequestHandler) -> None:
        date = email.utils.formatdate(time.time() + seconds, usegmt=True)
        setattr(request, "date_time_string", lambda: date)  # noqa: B010  mypy refuses it by its name
        issuer.discover(request)

    issuer.server.discovery = answer
    trouble = only_trouble("clock")
    assert trouble.severity == severity
    assert f" s {said} this machine's" in trouble.sentence


# --- Its login ----------------------------------------------------------------------------


def test_a_callback_that_the_issuer_does_not_know(only_trouble, issuer, settings):
    issuer.callbacks.remove(f"{settings.SITE_URL}/callback")
    trouble = only_trouble("client-and-callback")
    assert trouble.severity == "error"
    assert (
        f"back to {settings.SITE_URL}/callback: it answers 403: “Callback�[31m URL mismatch.”"
        in trouble.sentence
    )


def test_a_client_that_the_issuer_does_not_know(only_trouble, issuer):
    issuer.clients.clear()
    assert "the client spa" in only_trouble("client-and-callback").sentence


def test_the_api_docs_callback_is_a_warning(only_trouble, issuer, settings):
    issuer.callbacks.remove(f"{settings.SITE_URL}/api/docs/oauth2-redirect.html")
    assert only_trouble("docs-callback").severity == "warning"


def test_an_audience_that_the_issuer_does_not_know(only_trouble, found, issuer, conf):
    issuer.audiences.clear()
    trouble = only_trouble("audiences")
    assert conf.AUDIENCE in trouble.sentence
    assert "“access_denied: Service not found”" in trouble.sentence
    issuer.callbacks.clear()
    assert [each.severity for each in found("audiences")] == ["unknown"]


def test_each_apis_own_audience_is_asked_for_where_the_strategy_does(found, conf):
    conf.STRATEGY = "per_api_tokens"
    refused = [each.sentence for each in found("audiences") if each.severity == "error"]
    assert len(refused) == 3  # movies, books, audit: without a directory there are no more
    conf.FLAVOUR = "keycloak"
    assert [each.severity for each in found("audiences")] == ["ok"]


@pytest.mark.parametrize("flavour", ["auth0", "generic"])
def test_a_logout_url_that_the_issuer_does_not_know(only_trouble, found, issuer, conf, flavour):
    conf.FLAVOUR = flavour
    assert [each.severity for each in found("logout-url")] == ["ok"]
    issuer.logout_urls.clear()
    assert "“Invalid returnTo”" in only_trouble("logout-url").sentence


def test_an_issuer_without_a_logout(only_trouble, issuer, conf):
    conf.FLAVOUR = "generic"
    issuer.discovered = {"end_session_endpoint": None}
    assert "names no end_session_endpoint" in only_trouble("logout-url").sentence


def test_an_origin_that_the_issuer_does_not_know(found, only_trouble, issuer, conf):
    issuer.origins.clear()
    tokens, frame = found("origin")
    assert "it names none" in tokens.sentence
    assert "(web_message): 403: “No such web origin.”" in frame.sentence
    conf.FLAVOUR = "generic"
    assert "it names none" in only_trouble("origin").sentence


def test_an_issuer_without_pkce(only_trouble, issuer):
    issuer.discovered = {"code_challenge_methods_supported": ["plain"]}
    assert only_trouble("pkce").severity == "warning"


# --- The tenant, by its Management API ----------------------------------------------------


def test_a_machine_client_that_gets_no_token(only_trouble, found, issuer):
    issuer.scopes = None
    assert "gets no token" in only_trouble("machine-client").sentence
    assert "401, “Unauthorized”." in only_trouble("machine-client").sentence
    assert [each.severity for id in ("api-settings", "client-settings") for each in found(id)] == [
        "unknown"
    ] * 2


def test_the_machines_secret_is_sent_over_https_alone(found, settings):
    settings.AUTH0_MANAGEMENT_URL = "http://tenant.example/api/v2/"
    (unknown,) = found("machine-client")
    assert (unknown.severity, "is not https" in unknown.sentence) == ("unknown", True)


class Elsewhere:
    """A directory that is not in this site's tables."""


def test_each_scope_that_the_machine_client_lacks_is_named(found, issuer, conf):
    conf.DIRECTORY = "tests.project.doctor.test_findings.Elsewhere"
    for scope in ("update:roles", "read:users", "read:client_grants", "create:roles"):
        issuer.scopes.remove(scope)
    lacking = [
        (each.severity, each.sentence.partition(":")[0], each.to_set) for each in found("machine-client")
    ]
    assert [severity for severity, *_ in lacking] == ["error", "warning", "warning"]
    assert lacking[0][2].endswith("tick read:users.")
    assert lacking[1][2].endswith("tick create:roles, update:roles.")
    assert lacking[2][2].endswith("tick read:client_grants.")
    issuer.scopes.clear()
    (unknown,) = found("api-settings")
    assert (unknown.severity, "lacks read:resource_servers" in unknown.sentence) == ("unknown", True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (None, "There is no such API."),
        ({"enforce_policies": False}, "Enable RBAC is off"),
        ({"token_dialect": "access_token"}, "Add Permissions in the Access Token is off"),
        ({"signing_alg": "HS256"}, "Signing Algorithm is not RS256"),
    ],
)
def test_an_api_that_the_tenant_has_set_otherwise(only_trouble, issuer, conf, changed, said):
    issuer.records["resource-servers"] = changed
    trouble = only_trouble("api-settings")
    assert said in trouble.sentence
    assert conf.AUDIENCE in trouble.sentence


def test_a_permission_that_the_tenant_does_not_define(found, issuer):
    issuer.records["resource-servers"] = {"scopes": [{"value": "list:movies"}]}
    (lacking,) = found("api-settings")
    assert "It lacks the permission read:movies, write:movies, " in lacking.sentence
    assert "edit:books" in lacking.sentence
    assert "list:movies" not in lacking.sentence


@pytest.mark.parametrize("property", ["callbacks", "allowed_logout_urls", "web_origins", "grant_types"])
def test_a_client_that_lacks_an_address_or_a_grant(found, issuer, property):
    assert [each.severity for each in found("client-settings")] == ["ok"]
    issuer.records["clients"] = {property: []}
    assert {each.severity for each in found("client-settings")} == {"error"}
    issuer.records["clients"] = None
    assert "has no client spa" in found("client-settings")[0].sentence


@pytest.fixture
def sessions(issuer, conf, settings) -> None:
    conf.STRATEGY = "backend_for_frontend"


def test_public_clients_on_this_site_s_pages_are_found_to_the_last_of_the_tenant(
    sessions, only_trouble, found, issuer, conf, site
):
    clients = [{"name": f"Client {number}", "app_type": "spa", "callbacks": []} for number in range(101)]
    issuer.all_clients = clients
    assert [each.severity for each in found("page-clients")] == ["ok"]
    clients[100]["callbacks"] = [f"{site.server.issuer}callback"]
    assert "The client Client 100 is public" in only_trouble("page-clients").sentence
    conf.STRATEGY = "single_audience"
    assert [each.severity for each in found("page-clients")] == ["ok"]


def test_where_clients_cannot_be_asked_for_it_is_said_what_to_look_at(
    sessions, found, issuer, settings, conf
):
    for how in ("scope", "machine", "flavour"):
        if how == "scope":
            issuer.scopes.remove("read:clients")
        elif how == "machine":
            settings.AUTH0_MANAGEMENT_CLIENT_ID = ""
        else:
            conf.FLAVOUR = "keycloak"
        issuer.all_clients = []
        (unknown,) = found("page-clients")
        assert unknown.severity == "unknown", how
        assert "Look at the issuer yourself: no public client" in unknown.sentence


def test_where_tokens_stay_at_the_server_its_callback_is_tried_and_no_origin_needed(
    sessions, only_trouble, found, issuer, site
):
    issuer.origins.clear()
    assert [each.severity for id in ("origin", "docs-callback", "same-site") for each in found(id)] == [
        "ok"
    ] * 3
    trouble = only_trouble("client-and-callback")
    assert "/bff/callback" in trouble.sentence
    assert "BFF_CLIENT_ID" in trouble.to_set
    issuer.callbacks.append(f"{site.server.issuer}bff/callback")
    assert [each.severity for id in ("client-and-callback", "audiences") for each in found(id)] == ["ok"] * 2


def test_without_a_machine_client_the_tenants_settings_are_unknown(found, settings, conf):
    settings.AUTH0_MANAGEMENT_CLIENT_ID = ""
    ids = ("machine-client", "api-settings", "client-settings")
    assert [each.severity for id in ids for each in found(id)] == ["unknown"] * 3
    conf.FLAVOUR = "generic"
    assert [each for id in ids for each in found(id)] == []


# --- The settings -------------------------------------------------------------------------


def test_what_the_system_checks_find(found, settings):
    settings.ALLOWED_HOSTS = ["other.example"]
    (trouble,) = [each for each in found("settings") if "project.E002" in each.sentence]
    assert trouble.severity == "error"
    assert trouble.to_set.startswith("Add it: ALLOWED_HOSTS=")


def test_what_the_system_checks_merely_tell_is_no_trouble(found, monkeypatch):
    told = [Info("This carries 30 people.", hint="More with a larger budget.", id="directory.I001")]
    monkeypatch.setattr("django.core.checks.run_checks", lambda: told)
    (seen,) = found("settings")
    assert seen.severity == "ok"
    assert seen.sentence == "This carries 30 people. More with a larger budget. (directory.I001)"


@pytest.mark.parametrize(
    ("strategy", "severity", "said"),
    [
        ("single_audience", "warning", "until its token ends"),
        ("token_exchange", "warning", "until its token ends"),
        ("per_api_tokens", "error", "none ever comes"),
        ("multi_resource_refresh_token", "ok", "needs no frame"),
    ],
)
def test_an_issuer_on_another_site(found, conf, settings, strategy, severity, said):
    conf.STRATEGY = strategy
    assert [each.severity for each in found("same-site")] == ["ok"]
    conf.ISSUER = "https://tenant.eu.auth0.com/"
    (seen,) = found("same-site")
    assert seen.severity == severity
    assert said in seen.sentence


def test_two_names_of_this_machine_are_two_sites(only_trouble, conf):
    conf.ISSUER = "http://localhost:9000/"
    assert only_trouble("same-site").to_set == "One host name for both: localhost, or 127.0.0.1."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://localhost:8000", "http://localhost:9000/", True),
        ("http://localhost:8000", "http://127.0.0.1:8000/", False),
        ("http://127.0.0.1:8000", "http://127.0.0.2:8000/", False),
        ("https://app.example.org", "https://login.example.org/", True),
        ("https://app.example.org", "http://login.example.org/", False),
        ("https://example.org", "https://example.com/", False),
        ("https://one.co.uk", "https://other.co.uk/", False),
        ("https://app.one.co.uk", "https://one.co.uk/", True),
    ],
)
def test_which_addresses_are_one_site(one, other, same):
    assert same_site(one, other) is same
    assert same_site(other, one) is same


def test_a_flavour_that_the_issuer_is_not_of(only_trouble, found, issuer, conf):
    issuer.discovered = {"authorization_endpoint": f"{conf.ISSUER}auth"}
    trouble = only_trouble("flavour")
    assert f"this issuer's is {conf.ISSUER}auth" in trouble.sentence
    assert trouble.to_set == "OIDC_FLAVOUR=generic"
    conf.FLAVOUR = "generic"
    assert [each.severity for each in found("flavour")] == ["ok"]
    issuer.discovered = {"mfa_challenge_endpoint": f"{conf.ISSUER}mfa/challenge"}
    assert only_trouble("flavour").to_set == "OIDC_FLAVOUR=auth0"
    issuer.discovered = {}
    conf.ISSUER += "realms/gotham"
    issuer.server.answers["/realms/gotham/.well-known/openid-configuration"] = issuer.discover
    assert only_trouble("flavour").to_set == "OIDC_FLAVOUR=keycloak"


def test_a_grant_that_the_strategy_needs_and_the_issuer_lacks(only_trouble, found, conf, issuer):
    conf.STRATEGY = "token_exchange"
    assert "token-exchange for the client" in only_trouble("strategy").sentence
    issuer.discovered = {"grant_types_supported": None}
    assert [each.severity for each in found("strategy")] == ["unknown"]


# --- What SITE_URL shows --------------------------------------------------------------------


def test_a_site_that_is_down(only_trouble, found, site):
    site.server.stop()
    assert "nothing listens there" in only_trouble("site-address").sentence
    assert [each.severity for id in ("header-limits", "csp") for each in found(id)] == ["unknown", "unknown"]


def test_another_site_at_the_address(only_trouble, site):
    site.config = {}
    assert "not this site" in only_trouble("site-address").sentence


def test_a_site_that_runs_on_other_settings(only_trouble, site, conf):
    site.config = {"clientId": "another", "issuer": conf.ISSUER}
    assert "other settings than this command" in only_trouble("site-address").sentence


def test_an_address_that_leads_elsewhere(only_trouble, site):
    site.server.answers["/config.json"] = faults.redirect("https://www.usher.example/config.json")
    assert "leads elsewhere: 302 to https://www.usher.example" in only_trouble("site-address").sentence


def test_a_proxy_that_refuses_long_headers(only_trouble, site):
    site.longest = 1000
    assert "is answered 431" in only_trouble("header-limits").sentence


def test_more_permissions_than_any_token_here_may_carry(only_trouble, monkeypatch):
    monkeypatch.setattr("project.doctor.served.LONGEST_TOKEN", 500)
    assert "this site takes 500" in only_trouble("header-limits").sentence


@pytest.mark.parametrize(
    ("policy", "forbidden"),
    [
        ("default-src 'self'", ["oauth/token (connect-src)", "authorize (frame-src)"]),
        ("connect-src 'self' {issuer}; frame-src 'none'", ["authorize (frame-src)"]),
        # Without a slash at its end a path stands for itself alone.
        ("connect-src {issuer}oauth; frame-src {issuer}", ["oauth/token (connect-src)"]),
        ("connect-src {issuer}oauth/; frame-src {issuer}", []),
        ("connect-src *; frame-src http:", []),
        ("connect-src http://*.0.0.1; child-src {issuer}", []),
        ("connect-src http://127.0.0.1:1; frame-src {issuer}", ["oauth/token (connect-src)"]),
    ],
)
def test_a_policy_that_forbids_the_issuer(found, site, issuer, policy, forbidden):
    site.policy = policy.format(issuer=issuer.server.issuer)
    (seen,) = found("csp")
    assert [name in seen.sentence for name in forbidden] == [True] * len(forbidden)
    assert seen.severity == ("error" if forbidden else "ok")


def test_a_page_without_a_policy(only_trouble, site):
    site.server.answers["/"] = faults.raw(b"<html>")
    assert only_trouble("csp").severity == "warning"


def test_another_origin_that_is_not_let_in(only_trouble, found, site, settings):
    settings.CORS_ORIGINS = ["https://shop.example"]
    assert "do not let https://shop.example in" in only_trouble("cors").sentence
    site.others.append("https://shop.example")
    assert [each.severity for each in found("cors")] == ["ok"]
    settings.CORS_ORIGINS = [settings.SITE_URL]
    assert only_trouble("cors").severity == "warning"
