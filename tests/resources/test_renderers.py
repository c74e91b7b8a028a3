"""Answers are written as DRF writes them, to the byte."""

import datetime
import json
from collections import OrderedDict
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework import renderers
from rest_framework.serializers import Serializer
from rest_framework.utils.serializer_helpers import ReturnDict

from resources.renderers import JSONRenderer

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(-1e15, 1e15).filter(lambda number: number == 0 or abs(number) > 1e-4)
    | TEXTS
    | st.decimals(-1000, 1000, places=2)
    | st.datetimes(timezones=st.sampled_from([datetime.UTC]))
    | st.dates()
    | st.uuids(),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner) | st.tuples(inner),
    max_leaves=8,
)


class Word(StrEnum):
    YES = "yes"


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(VALUES)
def test_any_answer_is_the_same_as_drfs(data):
    assert JSONRenderer().render(data) == renderers.JSONRenderer().render(data)


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"line": "a\u2028b\u2029", "quote": '"\\/', "control": "\x00\x1f\x7f"},
        {"huge": 10**30, Word.YES: Word.YES, 5: True},
        ReturnDict({"id": UUID(int=1), "rating": Decimal("4.30")}, serializer=Serializer()),
        OrderedDict(at=datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC), for_=datetime.timedelta(1)),
    ],
)
def test_odd_answers_are_the_same_as_drfs(data):
    assert JSONRenderer().render(data) == renderers.JSONRenderer().render(data)


def test_indents_are_written_where_they_are_asked_for():
    assert JSONRenderer().render({"a": 1}, "application/json; indent=2") == b'{\n  "a": 1\n}'
    assert json.loads(JSONRenderer().render({"a": [1]})) == {"a": [1]}
