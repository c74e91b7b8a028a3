"""Write answers as JSON, the same as DRF writes and in a tenth of its time."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework import renderers
from rest_framework.utils.encoders import JSONEncoder

from permissions_api.conditional import etag_of_bytes

# What JSON has no word for is written by DRF's rules, moments too.
OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
in_drfs_words = JSONEncoder().default


class JSONRenderer(renderers.JSONRenderer):
    """DRF's own still writes what is asked for with indents, and what orjson refuses: numbers of any size."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is not None and ";" not in (accepted_media_type or ""):
            try:
                text = orjson.dumps(data, default=in_drfs_words, option=OPTIONS)
            except TypeError:
                pass
            else:
                # As DRF does: JavaScript took these two for ends of lines.
                return text.replace(b"\xe2\x80\xa8", rb"\u2028").replace(b"\xe2\x80\xa9", rb"\u2029")
        return super().render(data, accepted_media_type, renderer_context)


def etag_of(data: Any) -> str:
    """Return the strong ETag of what a serializer gives for one row."""
    return etag_of_bytes(JSONRenderer().render(data))
