"""Why an authorization request gets no code."""


class NoReturnAddress(Exception):
    """Client or redirect address is unknown, so the answer can only be shown to the person."""


class AuthorizationError(Exception):
    """The request is refused; the client is told with an error code and a sentence."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
