"""Choose the renderer as DRF does, and remember it: DRF takes the Accept header apart for every request."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

LONGEST_ACCEPT = 200  # characters; what is longer is rare, and taken apart each time
MOST_KEPT = 500

# The place among the renderers, and the media type, by what was accepted and the kinds of the renderers.
_kept: dict[tuple[Any, ...], tuple[int, str]] = {}


class RememberingNegotiation(DefaultContentNegotiation):
    """For ``DEFAULT_CONTENT_NEGOTIATION_CLASS``. It answers as DRF's own; refusals are not remembered."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        meta = request.META
        accept = meta.get("HTTP_ACCEPT", "*/*")
        named = format_suffix or (
            meta.get("QUERY_STRING") and self.settings.URL_FORMAT_OVERRIDE in request.query_params
        )
        if named or len(accept) > LONGEST_ACCEPT:
            negotiated: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return negotiated
        renderers = list(renderers)
        asked = accept, *map(type, renderers)
        if known := _kept.get(asked):
            return renderers[known[0]], known[1]
        renderer, media_type = super().select_renderer(request, renderers)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[asked] = renderers.index(renderer), media_type
        return renderer, media_type
