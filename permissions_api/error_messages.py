"""Say in our own words what Django and DRF say of a value that they refuse."""

import re
from typing import Any

# Theirs, whole, and ours. Their sentences carry the limits, which the code beside them does not.
WORDS = {
    r"This field is required\.": "This must be filled in.",
    r"This field (?:may not|cannot) be (?:blank|null)\.": "This must be filled in.",
    r"This (?:list|field) (?:may not be|cannot be) empty\.": "This must have at least one item.",
    r"Not a valid string\.": "This must be a text.",
    r"Ensure this (?:field|value) has (?:no more than|at most) (\d+) characters?\b.*": (
        r"This must have at most \1 characters."
    ),
    r"Ensure this (?:field|value) has at least (\d+) characters?\b.*": (
        r"This must have at least \1 characters."
    ),
    r"Null characters are not allowed\.": "This contains characters that are not text.",
    r"Surrogate characters are not allowed:.*": "This contains characters that are not text.",
    r"This value does not match the required pattern\.": "This is not written as it must be.",
    r"Enter a valid email address\.": "This must be an e-mail address, such as name@example.com.",
    r"Enter a valid URL\.": "This must be a web address that begins with https:// or http://.",
    r"A valid integer is required\.|“.*” value must be an integer\.": "This must be a whole number.",
    r"A valid number is required\.|“.*” value must be a decimal number\.": "This must be a number.",
    r"String value too large\.": "This number is too long.",
    r"Ensure this value is less than or equal to (.+)\.": r"This must be at most \1.",
    r"Ensure this value is greater than or equal to (.+)\.": r"This must be at least \1.",
    r"Ensure that there (?:is|are) no more than (\d+) digits? in total\.": (
        r"This must have at most \1 digits."
    ),
    r"Ensure that there (?:is|are) no more than (\d+) decimal places?\.": (
        r"This must have at most \1 digits after the point."
    ),
    r"Ensure that there (?:is|are) no more than (\d+) digits? before the decimal point\.": (
        r"This must have at most \1 digits before the point."
    ),
    r"Must be a valid boolean\.": "This must be true or false.",
    r"Expected a list of items but got type .*": "This must be a list.",
    r"Ensure this field has no more than (\d+) elements\.": r"This may have at most \1 items.",
    r"Ensure this field has at least (\d+) elements\.": r"This must have at least \1 items.",
    r"Invalid data\. Expected a dictionary.*": "This must be an object of names and values.",
    r"Expected a dictionary of items but got type .*": "This must be an object of names and values.",
    r"\"(.*)\" is not a valid choice\.": r"“\1” cannot be chosen here.",
    r"(?:Datetime|Date) has wrong format\..*": "This must be a date and time, such as 2026-03-01T12:00:00Z.",
    r"Expected a datetime but got a date\.": "This must be a date and time, such as 2026-03-01T12:00:00Z.",
    r"Invalid datetime for the timezone .*": "There is no such time in this time zone.",
    r"Datetime value out of range\.": "This date is out of range.",
}
_PATTERNS = [(re.compile(theirs, re.DOTALL), ours) for theirs, ours in WORDS.items()]


def in_our_words(errors: Any) -> Any:
    """Return the errors with every sentence in our words; what is no sentence of theirs stays."""
    if isinstance(errors, dict):
        return {name: in_our_words(each) for name, each in errors.items()}
    if isinstance(errors, list | tuple):
        return [in_our_words(each) for each in errors]
    sentence = str(errors)
    matches = ((theirs.fullmatch(sentence), ours) for theirs, ours in _PATTERNS)
    return next((match.expand(ours) for match, ours in matches if match), sentence)
