"""Read an upstream's answer as HTTP/1.1, by Node's parser: framing, lengths and headers are its business."""

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

LARGEST_HEAD = 65_536  # bytes
MOST_HEADERS = 100
NOT_HTTP = "The API's answer is not HTTP."
NO_LENGTH = "The API's answer states no length that can be read."


class NotHTTP(Exception):
    """What came is no answer of HTTP; the words say why."""


class AnswerParser:
    """One answer, as far as it was fed. Names of ``headers`` are in lower case; of several one is made.

    ``on_…`` are what httptools calls. ``end`` lets go of it: each holds the other.
    """

    def __init__(self, method: str) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.has_head = self.is_complete = False
        self.held = 0  # bytes of the body that were not taken
        self._is_head = method == "HEAD"
        self._body: list[bytes] = []
        self._fed = self._lines = self._length = 0
        self._keeps = False  # whether the server keeps the connection
        self._more = False  # than the one answer
        self._parser: HttpResponseParser | None = HttpResponseParser(self)

    def feed(self, data: bytes) -> None:
        """Read on; nothing is the end of the connection. Raises NotHTTP."""
        if not data:
            self._finish()
            return
        assert self._parser is not None  # nothing is fed after the end
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            if not self.is_complete:
                raise NotHTTP(NO_LENGTH if "Content-Length" in str(error) else NOT_HTTP) from error
            self._more = True
        self._fed += len(data)
        if self._fed > LARGEST_HEAD and not self.has_head:
            raise NotHTTP(NOT_HTTP)

    def take(self, most: int) -> bytes:
        """Return up to so many bytes of the body."""
        body = b"".join(self._body)
        self._body = [body[most:]]
        self.held = max(0, self.held - most)
        return body[:most]

    def end(self) -> bool:
        """Be done with it. Returns whether its connection may be kept for another."""
        self._parser = None
        return self.is_complete and self._keeps and not self._more

    def on_message_begin(self) -> None:
        self._more = self.is_complete

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.has_head:  # after the body, or of what belongs to no answer
            return
        self._lines += 1
        self._length += len(name) + len(value)
        if self._lines > MOST_HEADERS or self._length > LARGEST_HEAD:
            raise ValueError("too many headers, or too long ones")
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self.headers[key] = f"{self.headers[key]}, {text}" if key in self.headers else text

    def on_headers_complete(self) -> None:
        if self.has_head or self._parser is None:
            return
        self.status = self._parser.get_status_code()
        if self.status == 100:  # noqa: PLR2004  Continue: the answer follows (RFC 9110 section 15.2).
            self.headers = {}
            return
        self.has_head, self._keeps = True, self._parser.should_keep_alive()
        # The parser does not know what was asked; any body of it is more than the answer.
        self.is_complete = self._is_head

    def on_body(self, part: bytes) -> None:
        if self.is_complete:
            self._more = True
            return
        self._body.append(part)
        self.held += len(part)

    def on_message_complete(self) -> None:
        self.is_complete = self.has_head

    def _finish(self) -> None:
        framed = "content-length" in self.headers or "transfer-encoding" in self.headers
        if framed or not self.has_head:
            raise NotHTTP(NOT_HTTP)
        self.is_complete = self._more = True  # Its end was the connection's.
