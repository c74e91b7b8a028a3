"""Tell text that a database can be asked about."""


def storable(text: str) -> bool:
    """Say whether a database may be asked about ``text``.

    PostgreSQL refuses NUL, and half of a character (JSON can write one) has no bytes in UTF-8.
    """
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
