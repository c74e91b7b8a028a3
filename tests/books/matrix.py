"""Who may do what at the books API, and a book to try it with. Alfred may add books."""

from books.models import Book

TABLE = """
GET    /api/books/           list:books     200    200   200    403   403    401
POST   /api/books/           write:books    201    403   201    403   403    401
GET    /api/books/count/     list:books     200    200   200    403   403    401
GET    /api/books/summary/   list:books     200    200   200    403   403    401
GET    /api/books/{id}/      read:books     200    200   200    403   403    401
PUT    /api/books/{id}/      edit:books     200    403   403    403   403    401
PATCH  /api/books/{id}/      edit:books     200    403   403    403   403    401
DELETE /api/books/{id}/      delete:books   204    403   403    403   403    401
"""
BODIES = {
    "POST": {"title": "A book of the matrix", "authors": ["Robin"]},
    "PUT": {"title": "Emma", "authors": ["Jane Austen"]},
    "PATCH": {"year": 1816},
}
RECORD = Book(title="Emma", authors=["Jane Austen"])
