"""The declaration of the movies API."""

from permissions_api.resource import Resource

MOVIES = Resource(
    name="movies",
    title="Movies",
    urls="movies.urls",
    audience="https://movies.usher.example/",
)
