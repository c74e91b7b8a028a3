"""ISBNs: the check digit tells a mistyped one from a right one."""

import pytest
from django.core.exceptions import ValidationError

from books.columns import isbn
from books.isbn import as_13_digits, plain, valid_isbn


@pytest.mark.parametrize(
    "value",
    ["", "043902348", "04390234830", "0439023484", "043902348X", "9780439023482", "9770439023481",
     "X439023483", "０439023483", "978043902348X"],
)  # fmt: skip
def test_what_is_no_isbn_is_refused(value):
    with pytest.raises(ValidationError):
        valid_isbn(value)


@pytest.mark.parametrize(
    "value", ["0439023483", "043942089X", "9780439023481", "0000000000", "9791034743612"]
)
def test_an_isbn_with_the_right_check_digit_is_accepted(value):
    valid_isbn(value)


def test_every_single_wrong_digit_is_found():
    for right in ("0439023483", "9780439023481"):
        for place in range(len(right)):
            for digit in set("0123456789") - {right[place]}:
                with pytest.raises(ValidationError):
                    valid_isbn(right[:place] + digit + right[place + 1 :])


def test_both_ways_of_writing_it_are_one():
    assert as_13_digits("0439023483") == as_13_digits("9780439023481") == "9780439023481"
    assert as_13_digits("080442957X") == "9780804429573"


def test_hyphens_and_blanks_are_dropped():
    assert plain(" 0-8044-2957-x ") == "080442957X"


@pytest.mark.parametrize(
    ("cell", "read"),
    [(439023483, "0439023483"), ("7230000", "0007230000"), ("", ""), (None, ""), ("9.78E+12", "9.78E+12"),
     ("123", "123")],
)  # fmt: skip
def test_lost_zeros_return_and_other_things_stay_what_they_are(cell, read):
    assert isbn(cell) == read
