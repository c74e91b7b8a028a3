from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from games.models import Game
from games.resource import GAMES
from permissions_api.views import GuardMixin


class GameSerializer(serializers.ModelSerializer):
    class Meta:
        model = Game
        fields = ["id", "title"]


class GameViewSet(GuardMixin, ModelViewSet):
    resource = GAMES
    queryset = Game.objects.all()
    serializer_class = GameSerializer
