"""A row that a kept statement reads is the row of its view, and fields made once serve one request each."""

import pytest
from django.http import Http404
from rest_framework import serializers
from rest_framework.test import APIRequestFactory

from movies.models import Movie
from movies.resource import MOVIES
from movies.serializers import MovieSerializer
from movies.views import MovieViewSet
from resources.keyset import MOST
from resources.viewsets import ResourceViewSet

pytestmark = pytest.mark.django_db


class Least(ResourceViewSet):
    resource = MOVIES
    queryset = Movie.objects.all()
    serializer_class = MovieSerializer


class OwnRows(Least):
    def get_queryset(self):
        return super().get_queryset().exclude(title="Heat")


class OwnObject(Least):
    def get_object(self):
        record = super().get_object()
        if record.title == "Heat":
            raise Http404
        return record


class Chosen(Least):
    queryset = Movie.objects.exclude(title="Heat")


class ByTitle(Least):
    lookup_field = "title"


@pytest.fixture
def read(client_with):
    token = client_with("read:movies")._credentials

    def reading(view, **where):
        return view.as_view({"get": "retrieve"})(APIRequestFactory().get("/", **token), **where)

    return reading


@pytest.mark.parametrize("view", [OwnRows, OwnObject, Chosen])
def test_a_row_that_the_view_leaves_out_is_not_found(view, read):
    heat, ran = (Movie(title=title, year=1990) for title in ("Heat", "Ran"))
    heat.save()
    ran.save()
    for _twice in range(2):
        assert read(view, pk=str(heat.pk)).status_code == 404
        assert read(view, pk=str(ran.pk)).data["title"] == "Ran"
        assert read(Least, pk=str(heat.pk)).data["title"] == "Heat"


def test_a_row_may_be_known_by_something_else(read):
    Movie(title="Ran", year=1985).save()
    assert read(ByTitle, title="Ran").data["year"] == 1985


@pytest.mark.parametrize("id", ["x", "", "1.5", str(MOST + 1), str(10**30), "-1", "\0"])
def test_an_id_that_no_row_has_is_not_found(read, id):
    Movie(id=MOST, title="The last", year=1990).save()
    assert read(MovieViewSet, pk=id).status_code == 404


class Loud(MovieSerializer):
    def to_representation(self, instance):
        return {**super().to_representation(instance), "title": instance.title.upper()}


class OwnSerializer(Least):
    serializer_class = Loud


class ByRequest(Least):
    def get_serializer_class(self):
        return Loud


@pytest.mark.parametrize("view", [OwnSerializer, ByRequest])
def test_a_serializer_that_says_it_otherwise_is_heard(view, read):
    ran = Movie(title="Ran", year=1985)
    ran.save()
    assert read(view, pk=str(ran.pk)).data["title"] == "RAN"


def test_fields_belong_to_one_serializer_each():
    first, second = MovieSerializer(data={}), MovieSerializer(data={}, partial=True)
    for name, field in first.fields.items():
        assert field is not second.fields[name]
        assert (field.parent, second.fields[name].parent) == (first, second)
    first.fields["title"].required = False
    assert second.fields["title"].required
    assert not first.is_valid()
    assert second.is_valid()


def test_a_serializer_that_makes_fields_by_its_context_makes_them_each_time():
    class Short(MovieSerializer):
        def get_fields(self):
            fields = super().get_fields()
            return {"title": fields["title"]} if "short" in self.context else fields

    class Named(MovieSerializer):
        said = serializers.CharField(read_only=True, source="title")

        class Meta(MovieSerializer.Meta):
            fields = ["said"]

    assert list(Short(context={"short": True}).fields) == ["title"]
    assert list(Short().fields) == list(MovieSerializer().fields)
    assert list(Named().fields) == ["said"]
