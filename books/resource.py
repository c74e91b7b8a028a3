"""The declaration of the books API."""

from permissions_api.resource import Resource

BOOKS = Resource(
    name="books",
    title="Books",
    urls="books.urls",
    audience="https://books.usher.example/",
)
