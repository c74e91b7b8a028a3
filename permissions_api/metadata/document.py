"""What an API says of itself to who comes without a token of it: protected resource metadata (RFC 9728)."""

from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import urlsplit

from django.core.signals import setting_changed

from permissions_api.audiences import accepted_audience, accepted_audiences, resources_of
from permissions_api.conf import SETTING, conf
from permissions_api.resource import declared_resources

WELL_KNOWN = "/.well-known/oauth-protected-resource"


def document_at(path: str) -> Mapping[str, object] | None:
    """Return what is said at ``path`` behind WELL_KNOWN, None where no audience has its own there."""
    audience = next((each for each, at in _paths().items() if at == path), None)
    return None if audience is None else document_of(audience)


def document_of(audience: str) -> Mapping[str, object]:
    """Return the metadata of who takes tokens for ``audience``; members that would be empty are left out."""
    resources = resources_of(audience)
    scopes = [name for resource in resources for name in resource.permissions]
    members = {
        "resource": audience,
        "authorization_servers": [conf.ISSUER],
        "bearer_methods_supported": ["header"],
        # Elsewhere a permission comes of a role alone, and an unknown scope is an error.
        "scopes_supported": scopes if conf.flavour.permission_scopes else [],
        "resource_name": ", ".join(resource.title for resource in resources),
        "resource_documentation": conf.DOCUMENTATION,
    }
    return {name: value for name, value in members.items() if value}


def metadata_address(audience: str) -> str | None:
    """Return where the metadata of who takes tokens for ``audience`` is served; None where it is not."""
    path = _paths().get(audience)
    return None if path is None else f"{conf.ORIGIN}{WELL_KNOWN}{path}"


@cache
def _paths() -> Mapping[str, str]:
    """Return by audience what follows WELL_KNOWN in its address.

    For an audience that is an address of this site that is its path (RFC 9728 section 3.1). One that
    lies elsewhere, or nowhere, has its metadata there if anywhere; this site serves it by the API's name, and
    that of AUDIENCE without one.
    """
    found: dict[str, str] = {}
    for audience, path in (*_own_paths(), *_other_paths()) if conf.ORIGIN else ():
        if audience not in found and path not in found.values():
            found[audience] = path
    return found


def _own_paths() -> Iterator[tuple[str, str]]:
    for audience in accepted_audiences():
        parts = urlsplit(audience)
        if f"{parts.scheme}://{parts.netloc}" == conf.ORIGIN and not (parts.query or parts.fragment):
            yield audience, "" if parts.path == "/" else parts.path


def _other_paths() -> Iterator[tuple[str, str]]:
    yield conf.AUDIENCE, ""
    for resource in declared_resources():
        yield accepted_audience(resource), f"/{resource.name}"


def _reread(*, setting: str, **_signal: object) -> None:
    if setting == SETTING:
        _paths.cache_clear()


setting_changed.connect(_reread)
