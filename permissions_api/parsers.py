"""Read a request's body as JSON."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JSONBodyParser(JSONParser):
    """JSON in UTF-8 (RFC 8259), refused with a sentence that says where it went wrong."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body. Raises ParseError, answered with 400."""
        try:
            return json.loads(stream.read().decode("utf-8"), parse_constant=_refuse_constant)
        except UnicodeDecodeError as error:
            raise ParseError("The body is not UTF-8.") from error
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise ParseError(f"The body is not valid JSON: {error.msg} at {where}.") from error
        except (ValueError, RecursionError) as error:
            raise ParseError("The body is not JSON that can be used here.") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON.")
