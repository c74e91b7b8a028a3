"""Serve the SPA: its page under every address that nothing else owns, and its settings."""

import json
import re
from functools import cache
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from permissions_api.audiences import audience_of, served_resources_of
from permissions_api.conf import conf
from permissions_api.directory import configured_directory, keeps_answers
from permissions_api.problem_details import MEDIA_TYPE, problem
from permissions_api.resource import served_resources
from permissions_api.routes import is_api
from project.csp import let_issuer_in

NONCE_PLACE = "__CSP_NONCE__"
CONFIG_PLACE = "__CONFIG__"
TITLE_PLACE = "<h1>__TITLE__</h1>"  # of the list at this address, in the outline until the page comes
# What could end the script that JSON stands in.
JSON_IN_HTML = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}
# Who is logged in is asked before the first script is there that wants to know it, and meets a failure.
ASKED_AT_ONCE = (
    f'<script nonce="{NONCE_PLACE}">usherSession = fetch("/bff/session",'
    ' { headers: { "X-Usher": "1", Accept: "application/json" } });'
    " usherSession.catch(() => {});</script>"
)
NOT_BUILT = (
    "The SPA is not built yet. ./run demo builds it; so does `npm ci && npm run build` in frontend/.\n"
)
NOT_GATHERED = (
    "The SPA's files are not gathered. ./run demo does it; so does `python manage.py collectstatic`.\n"
)
# What the page says in its outline, before any script runs; so it stands in frontend/index.html.
OUTLINE = (
    gettext_noop("An usher looks at your ticket and shows you to your seat."),
    gettext_noop("Looking for your session"),
    gettext_noop(
        "Your login is being looked for and the page is being fetched."
        " On a slow line this takes a few seconds."
    ),
    gettext_noop("Usher shows its pages with JavaScript. Allow it for this site to go on."),
)
# What belongs to the APIs and the provider never answers with the SPA's page.
OWNED = re.compile(r"/*(api|me|gateway|bff|u|authorize|oauth|oidc|userinfo|v2|\.well-known|admin)(/|$)")
# A browser that holds an old page asks for scripts that are gone; HTML in their place would run as one.
FILE = re.compile(r"static/|(.*/)?\.|.*\.[^/]*$")


@csrf_exempt  # Nothing is changed here, and a request meant for an API hears of its address alone.
@never_cache
def anything_else(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer an address that nothing else owns: a page of the SPA, or the refusal that fits it."""
    if not OWNED.match(path):
        return _page(request, path)
    if _asks_for_a_page(request, path):
        return render(request, "404.html", status=404)
    return problem(404, _advice(path), "not_found")


def _asks_for_a_page(request: HttpRequest, path: str) -> bool:
    """Tell a browser from a program, which takes whatever comes. Below the APIs all are programs."""
    if is_api(f"/{path.lstrip('/')}"):
        return False
    return request.get_preferred_type([MEDIA_TYPE, "text/html"]) == "text/html"


def _is_looked_at(request: HttpRequest) -> bool:
    """Tell somebody who came to a file's address from a page that asks for its script or picture."""
    to_show = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return to_show and request.get_preferred_type(["text/plain", "text/html"]) == "text/html"


@require_safe
def _page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return the SPA's page with this request's CSP nonce in it."""
    is_framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
    if path == "callback" and is_framed and not conf.strategy.sessions:
        return _silent_callback(request)
    if FILE.match(path):
        if _is_looked_at(request):
            return render(request, "404.html", status=404)
        return HttpResponse("There is no such file.\n", content_type="text/plain", status=404)
    try:
        html = _index(get_language())
    except FileNotFoundError as missing:
        return HttpResponse(str(missing), content_type="text/plain", status=503)
    # With the page, so that nothing has to be asked before the login is looked for.
    config = json.dumps(app_config()).translate(JSON_IN_HTML)
    title = next((each.title for each in served_resources() if each.name == path.rstrip("/")), "")
    # A resource is declared in English; in other languages the page itself has the word for it.
    title = title if get_language() == settings.LANGUAGE_CODE else ""
    heading = f"<h1>{escape(title)}</h1>" if title else '<h1 aria-hidden="true"></h1>'
    html = html.replace(TITLE_PLACE, heading)
    html = html.replace(CONFIG_PLACE, f'<script type="application/json" id="config">{config}</script>')
    page = HttpResponse(html.replace(NONCE_PLACE, str(request.csp_nonce)))  # type: ignore[attr-defined]  # django-csp's
    let_issuer_in(page)
    return page


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def _silent_callback(request: HttpRequest) -> HttpResponse:
    """Hand the issuer's answer to the SPA around this frame. Nothing else of the site may be framed."""
    return render(request, "silent_callback.html")


def _advice(path: str) -> str:
    if path.endswith("/"):
        return f"There is nothing at /{path}. The addresses of the APIs stand in /api/docs/."
    return f"There is nothing at /{path}. Addresses of the APIs end with a slash: try /{path}/."


@cache
def _index(language: str) -> str:
    """Return the built page in a language.

    Raises FileNotFoundError with what to do when it or its script is missing.
    """
    file = settings.SPA_DIST / "index.html"
    if not file.exists():
        raise FileNotFoundError(NOT_BUILT)
    html: str = file.read_text()
    for name in re.findall(rf'src="{settings.STATIC_URL}([^"]+)"', html):
        if not settings.WHITENOISE_USE_FINDERS and not (settings.STATIC_ROOT / name).exists():
            raise FileNotFoundError(NOT_GATHERED)
    html = html.replace('<html lang="en">', f'<html lang="{language}">')
    for words in OUTLINE:
        html = html.replace(words, gettext(words))
    asked = ASKED_AT_ONCE if conf.strategy.sessions else ""
    return html.replace("</head>", f"{asked}{_preloads(language)}{CONFIG_PLACE}</head>")


def _preloads(language: str) -> str:
    """Let a browser fetch beside the page's script what that would ask for later."""
    library = "Auth0Client" if conf.flavour.auth0_paths else "OidcClient"
    login = ("TokensAtServer",) if conf.strategy.sessions else ("TokensInBrowser", library)
    # English stands in the code itself.
    others = () if language == settings.LANGUAGE_CODE else (language,)
    links = {
        **{f"{name}-*.js": 'rel="modulepreload"' for name in (*login, "pages", *others)},
        "pages-*.css": 'rel="preload" as="style"',
    }
    return "".join(
        f'<link {kind} crossorigin href="{settings.STATIC_URL}spa/assets/{file.name}">'
        for name, kind in links.items()
        for file in (settings.SPA_DIST / "assets").glob(name)
    )


@require_safe
@never_cache
def config(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(app_config())


def app_config() -> dict[str, Any]:
    """Return what the SPA must know at run time, so that a tenant is changed without a rebuild."""
    served = served_resources()
    return {
        "issuer": conf.ISSUER,
        "flavour": conf.FLAVOUR,
        "audienceParameter": conf.flavour.audience_parameter,
        "clientId": conf.CLIENT_ID,
        "redirectUri": f"{settings.SITE_URL}/callback",
        "audience": conf.AUDIENCE,
        "audiences": {resource.name: audience_of(resource) for resource in served},
        "scopes": {audience: _scopes(audience) for audience in (conf.AUDIENCE, *map(audience_of, served))},
        "strategy": conf.STRATEGY,
        "directory": bool(conf.DIRECTORY),  # whether this site knows people
        "tenantDirectory": keeps_answers(configured_directory()),  # whether they are a tenant's
        "live": conf.PERMISSION_SOURCE != "token",  # whether anything may change while a token lasts
        "claimsNamespace": settings.CLAIMS_NAMESPACE,
        "account": settings.ACCOUNT_PAGES,
        "grantsUnheld": settings.ALLOW_GRANTING_UNHELD,
        "demo": settings.DEMO and settings.EMBEDDED,  # whether the login page shows the cast
    }


def _scopes(audience: str) -> list[str]:
    """Return the permissions that the SPA asks as scopes for an audience."""
    if not conf.flavour.permission_scopes:
        return []
    return [name for resource in served_resources_of(audience) for name in resource.permissions]
