"""The scopes a client may ask for: OpenID Connect's own and every declared permission."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from oauth2_provider.scopes import BaseScopes

from permissions_api.audiences import resources_of
from permissions_api.permission_words import permission_words
from permissions_api.resource import all_permissions

OPENID_SCOPES: Mapping[str, str] = {
    "openid": "know that it is you",
    "profile": "see your name",
    "email": "see your e-mail address",
    "offline_access": "stay signed in while you are away",
}


class Scopes(BaseScopes):
    """What the toolkit asks. Which scopes end in a token is decided when it is minted."""

    def get_all_scopes(self) -> dict[str, str]:
        return {**OPENID_SCOPES, **permission_words()}

    def get_available_scopes(self, *_args: Any, **_options: Any) -> list[str]:
        return [*OPENID_SCOPES, *all_permissions()]

    def get_default_scopes(self, *_args: Any, **_options: Any) -> list[str]:
        return []


def permissions_among(scopes: Iterable[str]) -> list[str]:
    """Return those of the scopes that are permissions, in their order."""
    known = set(all_permissions())
    return [scope for scope in scopes if scope in known]


def permissions_for(audience: str, held: Collection[str]) -> list[str]:
    """Return those of the held permissions that a token for this audience carries, in declared order."""
    return [name for resource in resources_of(audience) for name in resource.permissions if name in held]
