"""The films in figures."""

from typing import Any

from resources.lookups import count_names
from resources.serializers import NameCountSerializer
from resources.summaries import YearsSummarySerializer


class MoviesSummarySerializer(YearsSummarySerializer):
    genres = NameCountSerializer(many=True)

    @staticmethod
    def figures(model: Any) -> dict[str, Any]:
        genres = [{"name": name, "count": count} for name, count in count_names(model, "genres").items()]
        return {**YearsSummarySerializer.figures(model), "genres": genres}
