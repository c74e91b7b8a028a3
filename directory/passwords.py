"""What AUTH_PASSWORD_VALIDATORS ask of a password, and what is wrong with one, in this site's words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RULES = _("At least 8 characters, not only digits, no common password, and not like your name.")
# By the code of Django's error.
FAULTS = {
    "password_too_short": _("It is too short."),
    "password_entirely_numeric": _("It has digits only."),
    "password_too_common": _("It is among the first that anybody would try."),
    "password_too_similar": _("It is too much like the name."),
    "password_mismatch": _("The two differ. Type the same one twice."),
}


def in_our_words(error: Any) -> list[Any]:
    """Return what a form can add, of an error or a sentence that it was to add."""
    return [FAULTS.get(each.code or "", each) for each in ValidationError(error).error_list]
