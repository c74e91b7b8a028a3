"""Show the picture of a record to whoever has the name that a list or a record brought."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe

from resources.pictures import awaited, names

# Nothing of it runs, wherever it is opened.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, label: str, pk: int, name: str, size: str = "card") -> HttpResponse:
    """Answer with the picture, or 204 and have it fetched; this process asks nobody for it."""
    address = awaited.address_of(label, pk) if names.mark() else ""
    left = address and names.seconds_left(name, label, pk, address)
    if not left:
        return nothing(request)
    found = awaited.find(address, size)
    if found is None:
        awaited.want(label, pk, address)
    content = found and getattr(found, size)
    if not content:
        again = awaited.seconds_given_up(found)
        cached = f"private, max-age={min(left, again)}" if again else "no-store"
        # Not an error, which a page could not keep out of the browser's console.
        return HttpResponse(status=204, headers={"Cache-Control": cached})
    return HttpResponse(
        bytes(content),
        content_type="image/webp",
        headers={
            # The name stands for this picture for good, but opens it for so long alone.
            "Cache-Control": f"private, max-age={left}, immutable",
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer 404: this name opens no picture, or not any more."""
    return HttpResponseNotFound("Not Found", content_type="text/plain", headers={"Cache-Control": "no-store"})
