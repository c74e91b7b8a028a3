from django.test import TestCase
from rest_framework.test import APIClient

from games.models import Game
from permissions_api.testing import client_with, own_issuer


@own_issuer()
class GamesTest(TestCase):
    def setUp(self):
        self.game = Game.objects.create(title="Tetris")
        self.address = f"/api/games/{self.game.pk}/"

    def test_without_a_token_the_answer_is_401(self):
        answer = APIClient().get("/api/games/", headers={"Accept": "text/csv"})
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer["WWW-Authenticate"], 'Bearer realm="api"')

    def test_without_the_permission_it_is_403_and_names_it(self):
        answer = client_with("list:games").get(self.address)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(answer.json()["required_permission"], "read:games")

    def test_with_the_permission_it_is_200(self):
        self.assertEqual(client_with("read:games").get(self.address).json()["title"], "Tetris")
        answer = client_with("write:games").post("/api/games/", {"title": "Pong"}, format="json")
        self.assertEqual(answer.status_code, 201)

    def test_me_says_what_the_token_opens(self):
        mine = client_with("list:games", "read:games").get("/me/permissions").json()
        self.assertEqual(mine["permissions"], ["list:games", "read:games"])
        self.assertEqual(mine["resources"][0]["granted"], ["list", "read"])
