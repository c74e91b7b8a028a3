"""The quick ways of the rules for texts say what the slow ones do, for every character there is."""

import random
import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from resources.fields import LineField, ParagraphsField, WebAddressField
from resources.records import fold
from resources.validators import one_line, printable, web_address

WEB = URLValidator(schemes=["http", "https"])


def refused(rule, value):
    try:
        rule(value)
    except ValidationError:
        return True
    return False


def test_each_character_is_refused_by_its_category_alone():
    for number in range(sys.maxunicode + 1):
        letter = chr(number)
        control = unicodedata.category(letter) in ("Cc", "Cs")
        if control or not letter.isprintable():
            assert refused(one_line, letter) == control, hex(number)
            assert refused(printable, letter) == (control and letter not in "\n\r\t"), hex(number)
    # What Python calls printable is never looked at further.
    assert not any(
        unicodedata.category(chr(n)) in ("Cc", "Cs") for n in range(0x110000) if chr(n).isprintable()
    )


def test_one_bad_character_in_a_long_text_is_found():
    for text in ("é" * 3000 + "\0", "a\n" * 2000 + "\x85", "x" * 5000 + "\ud800" + "x"):
        assert refused(printable, text)
        assert refused(one_line, text)


def test_folding_is_alike_for_plain_letters_and_others():
    chance = random.Random(7)  # noqa: S311  no secret
    for _ in range(3000):
        text = "".join(
            chr(chance.choice((chance.randrange(128), chance.randrange(0x3000)))) for _ in range(9)
        )
        decomposed = unicodedata.normalize("NFKD", text)
        assert fold(text) == "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        ascii_only = text.encode("ascii", "ignore").decode()
        assert fold(ascii_only) == ascii_only.casefold()


@pytest.mark.parametrize("seed", range(3))
def test_an_address_is_accepted_if_django_accepts_it(seed):
    chance = random.Random(seed)  # noqa: S311  no secret
    parts = ["http", "https", "ftp", "://", ":", "/", "a", "en", "wikipedia", ".", "..", "-", "org", "c",
             "xn--p1ai", "_", "[", "]", "@", "#", "?", "%20", " ", "\n", "é", "A", "8080", "1.2.3.4",
             "x" * 64, "localhost", "://a.b.org/", "://en.wikipedia.org/wiki/"]  # fmt: skip
    for _ in range(4000):
        address = chance.choice(parts[:3]) + "".join(chance.choices(parts, k=chance.randrange(1, 8)))
        assert refused(web_address, address) == refused(WEB, address), address


@pytest.mark.parametrize("kind", [LineField, ParagraphsField, WebAddressField])
def test_the_short_way_of_a_field_gives_what_the_long_way_does(kind):
    field, slow = kind(max_length=20, blank=True), type("Slow", (kind,), {})(max_length=20, blank=True)
    long = ["x" * 20, "x" * 21, " " + "x" * 20, "https://a.org/ b", "ftp://a.org/", "http://a"]
    odd = ["", " ", "x", " x ", "a\nb", "\0", "a\x85b", "\ud800", "é", "\u202ex", "https://a.org/"]
    texts = [*long, *odd, None, 5, True, ["x"], 1.5]
    for text in texts:
        assert told(field, text) == told(slow, text), text


def told(field, value):
    try:
        return field.clean(value, None)
    except ValidationError as error:
        return error.messages
