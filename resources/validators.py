"""What a text must be: rules of the models, and so of the APIs, the imports and the admin alike."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

LINE_BREAKS = {"\n", "\r", "\t"}
# Unicode's embeddings, overrides and isolates. Scripts that run from right to left need none of them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# A ``javascript:`` address would run where it is shown.
web_address = URLValidator(
    schemes=["http", "https"], message="This must be a web address that begins with https:// or http://."
)


def printable(value: str) -> None:
    """Refuse NUL and other control characters, and halves of characters that no database can store."""
    if any(_unprintable(character) and character not in LINE_BREAKS for character in value):
        raise ValidationError("This contains characters that are not text.", code="unprintable")


def one_line(value: str) -> None:
    """Refuse what ``printable`` refuses, and line breaks and tabs."""
    if any(_unprintable(character) for character in value):
        raise ValidationError("This must be one line of text.", code="unprintable")


def reads_one_way(value: str) -> None:
    """Refuse the characters that turn the direction of others, for a name could read as another."""
    if TURNING.intersection(value):
        raise ValidationError("This contains characters that turn the direction of text.", code="turning")


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")
