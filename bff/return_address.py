"""Where a login leads back to: a page of this site, whatever was asked."""

import re
from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve

HOME = "/"
LONGEST = 700  # characters, which a cookie carries
# A path and a query in plain ASCII: to browsers a backslash is a slash, and tabs and newlines are nothing.
PLAIN = re.compile(r"(/[\w.~!$&'()*+,;=:@%/-]*)(\?[\w.~!$&'()*+,;=:@%/?\[\]-]*)?", re.ASCII)
# What is another path to whoever decodes or joins once more: // and dots, a slash or a % in disguise.
TWO_FACED = re.compile(r"//|/\.{1,2}(/|\Z)|[\\%\x00-\x1f\x7f]")
PAGES = "spa"  # the name of the route that answers with the SPA's page


def return_address(asked: str) -> str:
    """Return the whole address of a page of the SPA on this site: the asked one, or else the first."""
    return settings.SITE_URL + (asked if _is_page(asked) else HOME)


def _is_page(asked: str) -> bool:
    match = PLAIN.fullmatch(asked) if len(asked) <= LONGEST else None
    if match is None:
        return False
    path = unquote(match[1])
    if TWO_FACED.search(path) or path == "/callback":
        return False
    try:
        return resolve(path).url_name == PAGES
    except Resolver404:
        return False
