"""What of Auth0's Management API v2 the stand-in supports, as a table made from its addresses."""

import re
from collections.abc import Iterator, Mapping

from identity.management_api import urls
from identity.management_api.views import KINDS, ManagementView, Operation


def operations() -> Iterator[tuple[str, str, type[ManagementView], Operation]]:
    """Yield method, address below /api/v2/, view and what the operation takes, of all that are supported."""
    for pattern in urls.urlpatterns:
        view: type[ManagementView] = pattern.callback.cls  # type: ignore[attr-defined]  # of DRF's as_view
        address = re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        for method, operation in view.operations.items():
            yield method, address, view, operation


def table() -> str:
    """Return the operations as a table in Markdown; a property that must be sent is in bold type."""
    rows = ["| operation | does | scopes, all of them | query | body |", "|---|---|---|---|---|"]
    for method, address, view, operation in operations():
        does = " ".join((getattr(view, method).__doc__ or "").split())
        required = _named(operation.required)
        optional = [name for name in _named(operation.optional) if name not in required]
        body = ", ".join([*(f"**{name}**" for name in required), *optional])
        scopes, query = (
            ", ".join(f"`{name}`" for name in names) for names in (operation.scopes, operation.query)
        )
        rows.append(f"| `{method.upper()} {address}` | {does} | {scopes} | {query} | {body} |")
    return "\n".join(rows)


def _named(properties: Mapping[str, type]) -> list[str]:
    return [f"`{name}` ({KINDS[kind]})" for name, kind in properties.items()]
