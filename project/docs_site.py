"""Serve the built docs at /docs/, and their index for language models at /llms.txt."""

import mimetypes
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

NOT_BUILT = "The docs are not built yet. ./run demo builds them; so does `python -m tooling.docs`.\n"
A_DAY = 86_400  # seconds
LANGUAGE = "en"  # of the docs, whatever the other pages speak
HEADER = b"<!-- header of the site -->"  # where the pages that were built have none of their own


@csrf_exempt  # Nothing is changed here.
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer a page or a file of the docs; a page is found with its ending and without it."""
    if not (settings.DOCS_SITE / "README.html").exists():
        return HttpResponse(NOT_BUILT, content_type="text/plain", status=503)
    file = _file(path)
    if file is None:
        return render(request, "404.html", status=404)
    return _answer(request, file)


def _file(path: str) -> Path | None:
    """Return what an address stands for: "problems/throttled" its .html, a folder its README."""
    try:
        found = Path(safe_join(settings.DOCS_SITE, path))
        named = [found / "README.html"] if path.endswith("/") or not path else [found, Path(f"{found}.html")]
        return next((file for file in named if file.is_file()), None)
    # Out of the folder, or a name that no file can have: with a NUL, or too long.
    except (SuspiciousFileOperation, ValueError, OSError):
        return None


def _answer(request: HttpRequest, file: Path) -> HttpResponseBase:
    content = file.read_bytes()
    is_page = HEADER in content
    if is_page:
        content = content.replace(HEADER, _header(request))
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    etag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Content-Language": LANGUAGE}
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)
    if "v" in request.GET and not is_page:  # Pages name their scripts and styles with the version.
        patch_cache_control(answer, public=True, max_age=A_DAY)
    else:  # A page names who is logged in.
        patch_cache_control(answer, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _header(request: HttpRequest) -> bytes:
    """Return the header in the language of the docs, with who is logged in where that is known."""
    login = settings.LOGIN_URL if settings.EMBEDDED else ""
    with translation.override(LANGUAGE):
        return render_to_string("project/docs_header.html", {"login": login}, request).encode()
