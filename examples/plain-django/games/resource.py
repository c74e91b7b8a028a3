from permissions_api.resource import Resource

GAMES = Resource(
    name="games",
    title="Games",
    audience="https://games.example.com/",
    actions=("list", "read", "write", "edit", "delete"),
)
