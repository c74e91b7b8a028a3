"""Say in our own words, and with a code that never changes, why Django and DRF refuse a value."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

# By the code that programs know it by. A placeholder is told beside the code too.
SENTENCES: Mapping[str, str] = {
    "required": "This must be filled in.",
    "empty": "This must have at least one item.",
    "text": "This must be a text.",
    "max_length": "This must have at most {most} characters.",
    "min_length": "This must have at least {least} characters.",
    "not_text": "This contains characters that are not text.",
    "one_line": "This must be one line of text.",
    "pattern": "This is not written as it must be.",
    "email": "This must be an e-mail address, such as name@example.com.",
    "web_address": "This must be a web address that begins with https:// or http://.",
    "integer": "This must be a whole number.",
    "number": "This must be a number.",
    "number_too_long": "This number is too long.",
    "max_value": "This must be at most {most}.",
    "min_value": "This must be at least {least}.",
    "out_of_range": "This must lie between {least} and {most}.",
    "max_digits": "This must have at most {most} digits.",
    "max_decimal_places": "This must have at most {most} digits after the point.",
    "max_whole_digits": "This must have at most {most} digits before the point.",
    "boolean": "This must be true or false.",
    "list": "This must be a list.",
    "max_items": "This may have at most {most} items.",
    "min_items": "This must have at least {least} items.",
    "item_max_length": "No item may have more than {most} characters.",
    "object": "This must be an object of names and values.",
    "choice": "“{value}” cannot be chosen here.",
    "date_time": "This must be a date and time, such as 2026-03-01T12:00:00Z.",
    "time_zone": "There is no such time in this time zone.",
    "date_out_of_range": "This date is out of range.",
}
# Theirs, whole, and our code. Their sentences carry the limits, which the code beside them does not.
THEIRS: Mapping[str, str] = {
    r"This field is required\.": "required",
    r"This field (?:may not|cannot) be (?:blank|null)\.": "required",
    r"This (?:list|field) (?:may not be|cannot be) empty\.": "empty",
    r"Not a valid string\.": "text",
    r"Ensure this (?:field|value) has (?:no more than|at most) (?P<most>\d+) characters?\b.*": "max_length",
    r"Ensure this (?:field|value) has at least (?P<least>\d+) characters?\b.*": "min_length",
    r"Null characters are not allowed\.": "not_text",
    r"Surrogate characters are not allowed:.*": "not_text",
    r"This value does not match the required pattern\.": "pattern",
    r"Enter a valid email address\.": "email",
    r"Enter a valid URL\.": "web_address",
    r"A valid integer is required\.|“.*” value must be an integer\.": "integer",
    r"A valid number is required\.|“.*” value must be a decimal number\.": "number",
    r"String value too large\.": "number_too_long",
    r"Ensure this value is less than or equal to (?P<most>.+)\.": "max_value",
    r"Ensure this value is greater than or equal to (?P<least>.+)\.": "min_value",
    r"Ensure that there (?:is|are) no more than (?P<most>\d+) digits? in total\.": "max_digits",
    r"Ensure that there (?:is|are) no more than (?P<most>\d+) decimal places?\.": "max_decimal_places",
    r"Ensure that there (?:is|are) no more than (?P<most>\d+) digits? before the decimal point\.": (
        "max_whole_digits"
    ),
    r"Must be a valid boolean\.": "boolean",
    r"Expected a list of items but got type .*": "list",
    r"Ensure this field has no more than (?P<most>\d+) elements\.": "max_items",
    r"Ensure this field has at least (?P<least>\d+) elements\.": "min_items",
    r"Invalid data\. Expected a dictionary.*": "object",
    r"Expected a dictionary of items but got type .*": "object",
    r"\"(?P<value>.*)\" is not a valid choice\.": "choice",
    r"(?:Datetime|Date) has wrong format\..*": "date_time",
    r"Expected a datetime but got a date\.": "date_time",
    r"Invalid datetime for the timezone .*": "time_zone",
    r"Datetime value out of range\.": "date_out_of_range",
}
# Our own models say the same in these words at once.
_OURS = {re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(ours)): code for code, ours in SENTENCES.items()}
_PATTERNS = [(re.compile(said, re.DOTALL), code) for said, code in {**THEIRS, **_OURS}.items()]


class Fault(NamedTuple):
    """One thing that is wrong with a value."""

    code: str
    sentence: str
    limits: dict[str, str]


def fault(detail: Any) -> Fault:
    """Return what a sentence of theirs or ours says; any other keeps its words, and its own code."""
    for said, code in _PATTERNS:
        if match := said.fullmatch(str(detail)):
            limits = match.groupdict()
            return Fault(code, SENTENCES[code].format(**limits), limits)
    return Fault(getattr(detail, "code", None) or "invalid", str(detail), {})


def in_our_words(errors: Any) -> Any:
    """Return the errors with every sentence in our words; what is no sentence of theirs stays."""
    if isinstance(errors, dict):
        return {name: in_our_words(each) for name, each in errors.items()}
    if isinstance(errors, list | tuple):
        return [in_our_words(each) for each in errors]
    return fault(errors).sentence


def field_errors(errors: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return one object a fault: its field, code, sentence, and limits where the sentence names some."""
    return [
        {"field": field, "code": found.code, "detail": found.sentence, **found.limits}
        for field, said in errors.items()
        for found in map(fault, _each(said))
    ]


def _each(errors: Any) -> Iterator[Any]:
    inner = errors.values() if isinstance(errors, dict) else errors
    if isinstance(inner, str):
        yield inner
    else:
        for each in inner:
            yield from _each(each)
