"""What every API of records promises, for a resource's own test class to inherit."""

from typing import Any

import pytest

from permissions_api.resource import Resource, all_permissions


@pytest.mark.django_db
class RecordApiTests:
    """A subclass names its ``resource`` and an ``example`` of a body that it takes."""

    resource: Resource
    example: dict[str, Any]

    @property
    def url(self) -> str:
        return f"/api/{self.resource.name}/"

    @pytest.fixture
    def client(self, client_with):
        return client_with(*self.resource.permissions)

    @pytest.fixture
    def made(self, client) -> dict[str, Any]:
        """A record made of the example."""
        answer = client.post(self.url, self.example, format="json")
        assert answer.status_code == 201, answer.content
        return answer.json()

    def test_without_a_token_nothing_is_shown(self, made, client):
        client.credentials()
        assert client.get(self.url).status_code == 401
        assert client.get(f"{self.url}{made['id']}/").status_code == 401

    def test_all_other_permissions_do_not_open_an_operation(self, made, client_with):
        one = f"{self.url}{made['id']}/"
        asked = {"list": self.url, "read": one, "write": self.url, "edit": one, "delete": one}
        methods = {"list": "get", "read": "get", "write": "post", "edit": "put", "delete": "delete"}
        for action, url in asked.items():
            needed = self.resource.permission(action)
            client = client_with(*(name for name in all_permissions() if name != needed))
            answer = getattr(client, methods[action])(url, self.example, format="json")
            assert (answer.status_code, answer.json()["required_permission"]) == (403, needed)

    def test_the_documented_example_is_kept_as_it_stands(self, made, client):
        assert {name: made[name] for name in self.example} == self.example
        assert client.get(f"{self.url}{made['id']}/").json() == made

    def test_a_list_shows_it_and_finds_it_by_its_title(self, made, client):
        title = self.example["title"].upper()
        for search in ("", title):
            (found,) = client.get(self.url, {"search": search}).json()["results"]
            assert found["id"] == made["id"]
        assert client.get(self.url, {"search": "nothing has it"}).json()["results"] == []

    def test_every_ordering_of_the_document_can_be_walked(self, made, client):
        client.post(self.url, {**self.example, "title": "Another"}, format="json")
        (field,) = [
            each
            for each in client.get("/api/schema/?format=json").json()["paths"][self.url]["get"]["parameters"]
            if each["name"] == "ordering"
        ]
        for ordering in field["schema"]["enum"]:
            page = client.get(self.url, {"ordering": ordering, "page_size": 1}).json()
            following = client.get(page["next"]).json()["results"]
            assert {page["results"][0]["title"], following[0]["title"]} == {self.example["title"], "Another"}

    def test_a_change_of_one_field_leaves_the_others(self, made, client):
        answer = client.patch(f"{self.url}{made['id']}/", {"title": "Another"}, format="json")
        assert answer.status_code == 200
        assert {**answer.json(), "last_change": None} == {**made, "title": "Another", "last_change": None}

    def test_what_a_replacement_leaves_out_becomes_empty(self, made, client):
        answer = client.put(f"{self.url}{made['id']}/", {"title": "Another"}, format="json").json()
        assert not any(answer[name] for name in self.example.keys() - {"title"})

    def test_a_field_that_is_not_known_is_refused_by_name(self, client):
        answer = client.post(self.url, {**self.example, "nonsense": 1}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["nonsense"])

    def test_what_is_deleted_is_gone(self, made, client):
        assert client.delete(f"{self.url}{made['id']}/").status_code == 204
        assert client.get(f"{self.url}{made['id']}/").status_code == 404
