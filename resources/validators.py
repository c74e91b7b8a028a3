"""What a text must be: rules of the models, and so of the APIs, the imports and the admin alike."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

# Unicode's categories Cc and Cs: control characters, and halves of characters.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
UNPRINTABLE_IN_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Unicode's embeddings, overrides and isolates. Scripts that run from right to left need none of them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# What most addresses look like, and Django accepts after a tenfold longer look.
PLAIN_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,2}[a-z]{2,63}(?:/[!-~]{0,1500})?", re.ASCII
)


class WebAddressValidator(URLValidator):
    """Django's own, with a short way for what is plain."""

    def __call__(self, value: Any) -> None:
        if not (isinstance(value, str) and PLAIN_ADDRESS.fullmatch(value)):
            super().__call__(value)


# A ``javascript:`` address would run where it is shown.
web_address = WebAddressValidator(
    schemes=["http", "https"], message=_("This must be a web address that begins with https:// or http://.")
)


def has_only_text(value: str) -> bool:
    """Say whether ``printable`` has nothing to refuse."""
    # The first question is a tenth of the second, and most texts need no more.
    return value.isprintable() or not UNPRINTABLE_IN_LINES.search(value)


def printable(value: str) -> None:
    """Refuse NUL and other control characters, and halves of characters that no database can store."""
    if not has_only_text(value):
        raise ValidationError(_("This contains characters that are not text."), code="not_text")


def one_line(value: str) -> None:
    """Refuse what ``printable`` refuses, and line breaks and tabs."""
    if not value.isprintable() and UNPRINTABLE.search(value):
        raise ValidationError(_("This must be one line of text."), code="one_line")


def reads_one_way(value: str) -> None:
    """Refuse the characters that turn the direction of others, for a name could read as another."""
    if TURNING.intersection(value):
        raise ValidationError(
            _("This contains characters that turn the direction of text."), code="turns_direction"
        )
