"""The books in figures."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Count, F
from rest_framework import serializers

from resources.serializers import NameCountSerializer
from resources.summaries import YearsSummarySerializer

STEP, LEAST_STEP = Decimal("0.25"), Decimal("0.01")  # of ratings that are counted together, and of a rating
BEST = Decimal("5.00")  # which is counted with those below it


class RatingCountSerializer(serializers.Serializer):
    """How many books are rated so on average, both ends included."""

    to = serializers.FloatField()
    count = serializers.IntegerField()

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"from": serializers.FloatField(), **super().get_fields()}  # a word of Python's own


class BooksSummarySerializer(YearsSummarySerializer):
    languages = NameCountSerializer(many=True)
    ratings = RatingCountSerializer(many=True)

    @staticmethod
    def figures(model: Any) -> dict[str, Any]:
        known = model.objects.exclude(language="").values(name=F("language"))
        languages = known.annotate(count=Count("*")).order_by("-count", "name")
        figures = YearsSummarySerializer.figures(model)
        return {**figures, "languages": list(languages), "ratings": _ratings(model)}


def _ratings(model: Any) -> list[dict[str, Any]]:
    rated = model.objects.filter(average_rating__isnull=False).values("average_rating")
    counts: Counter[Decimal] = Counter()
    for rating, count in rated.annotate(count=Count("pk")).values_list("average_rating", "count"):
        counts[min(rating, BEST - LEAST_STEP) // STEP * STEP] += count
    return [
        {
            "from": float(start),
            "to": float(BEST if start + STEP == BEST else start + STEP - LEAST_STEP),
            "count": count,
        }
        for start, count in sorted(counts.items())
    ]
