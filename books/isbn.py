"""International Standard Book Numbers, of ten digits and of thirteen (ISO 2108)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def plain(text: str) -> str:
    """Return an ISBN without hyphens and blanks, its X as a capital: 0-439-02348-3 is 0439023483."""
    return re.sub(r"[\s-]", "", text).upper()


def valid_isbn(value: str) -> None:
    """Refuse what is not an ISBN, or is one with a digit mistyped."""
    if not re.fullmatch(r"[0-9]{9}[0-9X]|97[89][0-9]{10}", value):
        raise ValidationError(_("An ISBN has 10 or 13 digits; hyphens may stand between."), code="isbn")
    right = _check_digit_of_10(value) if _has_10(value) else _check_digit_of_13(value)
    if value[-1] != right:
        raise ValidationError(
            _("The check digit does not fit: a digit of this ISBN is wrong."), code="isbn_check_digit"
        )


def as_13_digits(value: str) -> str:
    """Return the same book's ISBN in thirteen digits, by which both ways of writing it are one."""
    if not _has_10(value):
        return value
    body = f"978{value[:9]}"
    return body + _check_digit_of_13(body)


def _has_10(value: str) -> bool:
    return len(value) == len("0439023483")


def _check_digit_of_10(value: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), value, strict=False))
    return "0123456789X"[-total % 11]


def _check_digit_of_13(value: str) -> str:
    total = sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(value[:12]))
    return str(-total % 10)
