"""What each declared permission allows, in words."""

from collections.abc import Mapping

from permissions_api.resource import declared_resources

VERBS: Mapping[str, str] = {
    "list": "see the list of {}",
    "read": "read {} one by one",
    "write": "add {}",
    "edit": "change {}",
    "delete": "delete {}",
}


def permission_words() -> dict[str, str]:
    """Return what each declared permission allows, as the end of a sentence."""
    return {
        resource.permission(action): VERBS.get(action, action + " {}").format(resource.title.lower())
        for resource in declared_resources()
        for action in resource.actions
    }
