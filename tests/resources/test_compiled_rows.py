"""What is worked out once for a serializer is what the serializer says, field by field."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework import serializers

from audit.models import Change, Entry, Refusal
from audit.serializers import ChangeSerializer, EntrySerializer, RefusalSerializer
from books.serializers import BookEntrySerializer, BookSerializer
from directory.backends.base import Account, Grants, NamedRole, StoredRole
from directory.roles.serializers import RoleSerializer
from directory.users.serializers import UserSerializer
from movies.models import Movie
from movies.serializers import MovieEntrySerializer, MovieSerializer
from resources.compiled_rows import columns, compiled, picture_field, represented
from resources.fields import NamesField
from resources.pictures.names import picture_of
from resources.records import Record
from resources.serializers import RecordSerializer, as_entry

FEW = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
LARGE = st.integers(-(2**63), 2**63 - 1)
MOMENT = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
DATA = st.none() | st.dictionaries(TEXT, st.none() | st.integers() | TEXT | st.lists(TEXT), max_size=3)
BY_KIND = {
    NamesField: st.lists(TEXT | st.none(), max_size=4),
    models.JSONField: DATA,
    models.DecimalField: st.decimals(0, 5, places=2),
    models.DateTimeField: MOMENT,
    models.DateField: st.dates(),
    models.BooleanField: st.booleans(),
    models.UUIDField: st.uuids(),
    models.FloatField: st.floats(allow_nan=False),
    models.IntegerField: LARGE,
    models.CharField: TEXT,
    models.TextField: TEXT,
}


def rows_of(model):
    """Rows with anything in their columns, however little a form would take it."""
    values = {}
    for field in model._meta.concrete_fields:
        by_kind = next((values for kind, values in BY_KIND.items() if isinstance(field, kind)), st.just(None))
        values[field.attname] = by_kind | st.none() if field.null else by_kind
    return st.builds(model, **{**values, "id": LARGE})


@isolate_apps("movies")
def generated():
    """A resource as ``./run startresource`` writes it, with a field of every kind."""

    class Game(Record):
        studios = NamesField(blank=True)
        released = models.DateField(null=True)
        seen = models.DateTimeField(null=True)
        free = models.BooleanField(default=False)
        price = models.DecimalField(max_digits=6, decimal_places=2, null=True)
        weight = models.FloatField(null=True)
        code = models.UUIDField(null=True)
        kind = models.CharField(max_length=5, choices=[("a", "A"), ("b", "B")])

        class Meta(Record.Meta):
            app_label = "movies"
            indexes = []

    class GameSerializer(RecordSerializer):
        class Meta:
            model = Game
            fields = ["id", "title", *Game.own_fields()[1:]]

    return Game, as_entry(GameSerializer)


RECORDS = [
    (Movie, MovieEntrySerializer),
    (Movie, MovieSerializer),
    (apps.get_model("books", "book"), BookEntrySerializer),
    (apps.get_model("books", "book"), BookSerializer),
    generated(),
]
AUDIT = [(Entry, EntrySerializer), (Change, ChangeSerializer), (Refusal, RefusalSerializer)]
ROLES = st.lists(st.builds(NamedRole, TEXT, TEXT), max_size=2).map(tuple)
NAMES = st.lists(TEXT, max_size=2).map(tuple)
ACCOUNTS = st.builds(
    Account, TEXT, TEXT, TEXT, TEXT, st.booleans(), st.none() | st.builds(Grants, ROLES, NAMES)
)
EVERY = [
    *((kind, st.lists(rows_of(model), max_size=3)) for model, kind in RECORDS + AUDIT),
    (UserSerializer, st.lists(ACCOUNTS, max_size=3)),
    (RoleSerializer, st.lists(st.builds(StoredRole, TEXT, TEXT, NAMES, LARGE, st.booleans()), max_size=3)),
]


def same(ours, theirs):
    """Compare values and their types, inside lists and dicts too; DRF's own kind of dict is a dict."""
    if isinstance(theirs, dict):
        return list(ours) == list(theirs) and all(same(ours[name], theirs[name]) for name in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return type(ours) is type(theirs) and ours == theirs


@pytest.mark.parametrize(("kind", "rows"), EVERY, ids=lambda each: getattr(each, "__name__", ""))
@FEW
@given(data=st.data())
def test_every_list_of_the_site_shows_what_its_serializer_says(kind, rows, data):
    rows = data.draw(rows)
    assert compiled(kind) is not None
    assert same(represented(kind, rows, {}), kind(rows, many=True).data)


@pytest.mark.parametrize(("model", "kind"), RECORDS, ids=lambda each: each.__name__)
@FEW
@given(data=st.data())
def test_columns_show_what_the_row_shows(model, kind, data):
    row = data.draw(rows_of(model))
    shown = {}
    for name, column in columns(kind).items():
        value = getattr(row, column.name)
        shown[name] = value if column.convert is None or value is None else column.convert(value)
    if picture_field(kind):  # of which the list itself makes the picture
        shown["picture"] = picture_of(row)
    assert same(shown, dict(kind(row).data))


def in_words(value):
    return f"about {value}"


class Shouted(serializers.CharField):
    def to_representation(self, value):
        return value.upper()


class Elsewhere(serializers.CharField):
    def get_attribute(self, instance):
        return "from elsewhere"


class Base(serializers.Serializer):
    title = serializers.CharField()


class ByRepresentation(Base):
    def to_representation(self, instance):
        return {**super().to_representation(instance), "more": True}


class ByFields(Base):
    def get_fields(self):
        return {**super().get_fields(), "year": serializers.IntegerField()}


class ByContext(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "short" in self.context:
            self.fields.pop("year", None)

    year = serializers.IntegerField()


class ByMethod(Base):
    said = serializers.SerializerMethodField()

    def get_said(self, row):
        return f"{row.title} for {self.context.get('reader')}"


class ByField(Base):
    title = Shouted()


class ByAttribute(Base):
    title = Elsewhere()


class Many(serializers.ListSerializer):
    def to_representation(self, data):
        return [{"one": row} for row in super().to_representation(data)]


class ByList(Base):
    class Meta:
        list_serializer_class = Many


class Nested(serializers.Serializer):
    inner = ByMethod(source="*")


class ByChild(serializers.Serializer):
    title = serializers.ListField(child=Shouted())


class Inherited(ByRepresentation):
    year = serializers.IntegerField()


@pytest.mark.parametrize(
    "kind",
    [
        ByRepresentation,
        ByFields,
        ByContext,
        ByMethod,
        ByField,
        ByAttribute,
        ByList,
        Nested,
        ByChild,
        Inherited,
    ],
)
def test_whatever_does_something_of_its_own_is_asked_itself(kind):
    rows = [SimpleNamespace(title="Heat", year=1995), SimpleNamespace(title="Ran", year=1985)]
    assert compiled(kind) is None
    context = {"reader": "robin", "short": True}
    assert same(represented(kind, rows, context), kind(rows, many=True, context=context).data)


class Odd(serializers.Serializer):
    inner = serializers.CharField(source="made.by.name", allow_null=True)
    called = serializers.CharField(source="as_text")
    left_out = serializers.CharField(required=False)
    by_default = serializers.CharField(default="none given")
    never = serializers.CharField(write_only=True)
    at = serializers.DateTimeField(format="%Y")
    rating = serializers.DecimalField(4, 2)
    moment = serializers.DateTimeField(source="at")


@pytest.mark.parametrize(
    "row",
    [
        SimpleNamespace(
            made=SimpleNamespace(by=None), as_text=lambda: "called", at=now(), rating=Decimal("1.5")
        ),
        {"made": {"by": {"name": 5}}, "as_text": "kept", "left_out": "here", "at": now(), "rating": 3},
        {"made": {}, "as_text": None, "left_out": None, "at": None, "rating": None, "by_default": "said"},
    ],
)
def test_sources_far_away_missing_or_to_be_called_are_as_drf_finds_them(row):
    assert compiled(Odd) is not None
    assert same(represented(Odd, [row], {}), Odd([row], many=True).data)


def test_a_missing_value_is_as_wrong_as_it_is_to_the_serializer():
    with pytest.raises(AttributeError, match="Got AttributeError when attempting"):
        represented(Base, [SimpleNamespace()], {})
