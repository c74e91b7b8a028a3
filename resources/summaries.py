"""Figures of all rows of a resource together: how many there are, under which letters, of which decades."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from rest_framework import serializers

MOST_LETTERS = 50
DIGITS = "0123456789"


class LetterCountSerializer(serializers.Serializer):
    """How many titles begin so."""

    letter = serializers.CharField(help_text="A value for starting_at; 0 stands for all digits.")
    count = serializers.IntegerField()


class DecadeCountSerializer(serializers.Serializer):
    """How many rows are of these ten years."""

    decade = serializers.IntegerField(help_text="Its first year.")
    count = serializers.IntegerField()


class SummarySerializer(serializers.Serializer):
    """The rows of a resource in figures."""

    total = serializers.IntegerField()
    letters = LetterCountSerializer(many=True)

    @staticmethod
    def figures(model: Any) -> dict[str, Any]:
        """Return what this shows of a table of Records."""
        first = model.objects.values(letter=Substr("title_order", 1, 1))
        found = dict(first.annotate(count=Count("pk")).values_list("letter", "count"))
        return {"total": sum(found.values()), "letters": _letters(found)}


class YearsSummarySerializer(SummarySerializer):
    """Those of rows with a ``year``."""

    first_year = serializers.IntegerField(allow_null=True)
    last_year = serializers.IntegerField(allow_null=True)
    decades = DecadeCountSerializer(many=True)

    @staticmethod
    def figures(model: Any) -> dict[str, Any]:
        years = model.objects.filter(year__isnull=False).values("year")
        found = dict(years.annotate(count=Count("pk")).values_list("year", "count"))
        return {
            **SummarySerializer.figures(model),
            "first_year": min(found, default=None),
            "last_year": max(found, default=None),
            "decades": _decades(found),
        }


def seconds_shown(figures: Mapping[str, Any]) -> int:
    """Return for how long figures may be shown though rows change: about a million take seconds to count."""
    return int(figures["total"]) // 50_000


def _letters(found: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the letters that most titles begin with, in their order."""
    counts: Counter[str] = Counter()
    for letter, count in found.items():
        if letter.isalnum():
            counts["0" if letter in DIGITS else letter] += count
    return [{"letter": letter, "count": count} for letter, count in sorted(counts.most_common(MOST_LETTERS))]


def _decades(found: Mapping[int, int]) -> list[dict[str, Any]]:
    counts: Counter[int] = Counter()
    for year, count in found.items():
        counts[year // 10 * 10] += count
    return [{"decade": decade, "count": count} for decade, count in sorted(counts.items())]
