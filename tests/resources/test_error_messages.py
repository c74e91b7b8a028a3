"""What is said of a value that is refused: our words, whoever refuses it."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from permissions_api.error_messages import field_errors, in_our_words
from resources.validators import web_address

# Every kind of DRF's fields that the APIs use.
KINDS = [
    serializers.CharField,
    serializers.RegexField,
    serializers.EmailField,
    serializers.URLField,
    serializers.IntegerField,
    serializers.DecimalField,
    serializers.BooleanField,
    serializers.ChoiceField,
    serializers.ListField,
    serializers.DateTimeField,
    serializers.Serializer,
]
COLUMNS = [
    (models.CharField(max_length=3), "toolong"),
    (models.CharField(max_length=3), ""),
    (models.TextField(), None),
    (models.IntegerField(), "soon"),
    (models.DecimalField(max_digits=3, decimal_places=2), "soon"),
    (models.DecimalField(max_digits=3, decimal_places=2), "1.234"),
    (models.DecimalField(max_digits=3, decimal_places=2), "12.3"),
    (models.IntegerField(validators=[validators.MinValueValidator(0)]), -1),
    (models.IntegerField(validators=[validators.MaxValueValidator(0)]), 1),
]


def drfs_sentences() -> Iterator[str]:
    for kind in KINDS:
        for each in kind.mro():
            for sentence in getattr(each, "default_error_messages", {}).values():
                yield str(sentence).format_map(defaultdict(lambda: "7"))


@pytest.mark.parametrize("sentence", sorted(set(drfs_sentences())))
def test_no_sentence_of_drf_s_fields_is_left_as_it_is(sentence: str):
    assert in_our_words([ErrorDetail(sentence)]) != [sentence]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_no_sentence_of_django_s_columns_is_left_as_it_is(column: models.Field, value: object):
    with pytest.raises(ValidationError) as refused:
        column.clean(value, None)
    assert not set(in_our_words(refused.value.messages)) & set(refused.value.messages)


def test_the_limits_are_kept_and_our_own_sentences_stay():
    detail = {"title": ["Ensure this field has no more than 500 characters."], "cast": {0: ["No such name."]}}
    said = {"title": ["This must have at most 500 characters."], "cast": {0: ["No such name."]}}
    assert in_our_words(detail) == said


def test_each_fault_has_a_code_and_its_limit_however_deep_it_lies():
    detail = {
        "title": [ErrorDetail("Ensure this field has no more than 500 characters.", "invalid")],
        "year": [ErrorDetail("This must lie between 1870 and 2027.", "invalid")],
        "cast": {0: [ErrorDetail("No such name.", "unknown")], 3: ["Odd."]},
    }
    assert field_errors(detail) == [
        {
            "field": "title",
            "code": "max_length",
            "detail": "This must have at most 500 characters.",
            "most": "500",
        },
        {
            "field": "year",
            "code": "out_of_range",
            "detail": "This must lie between 1870 and 2027.",
            "least": "1870",
            "most": "2027",
        },
        {"field": "cast", "code": "unknown", "detail": "No such name."},
        {"field": "cast", "code": "invalid", "detail": "Odd."},
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said", "code"),
    [
        ({"title": ""}, {"title": ["This must be filled in."]}, "required"),
        ({"title": "x" * 501}, {"title": ["This must have at most 500 characters."]}, "max_length"),
        ({"year": "soon"}, {"year": ["This must be a whole number."]}, "integer"),
        ({"synopsis": None}, {"synopsis": ["This must be filled in."]}, "required"),
        ({"cast": [""]}, {"cast": ["No item may be empty."]}, "empty_item"),
        ({"wikipedia_page": "x"}, {"wikipedia_page": [web_address.message]}, "web_address"),
        ({"id": 7}, {"id": ["This cannot be set."]}, "read_only"),
    ],
)
def test_an_api_answers_in_our_words_and_with_codes(client_with, changes, said, code):
    body = {"title": "Heat", "year": 1995, **changes}
    answer = client_with("write:movies").post("/api/movies/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == said
    assert [each["code"] for each in answer.json()["field_errors"]] == [code]
