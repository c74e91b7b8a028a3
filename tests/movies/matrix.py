"""Who may do what at the movies API, and a film to try it with."""

from movies.models import Movie

TABLE = """
GET    /api/movies/          list:movies    200    200   200    403   403    401
POST   /api/movies/          write:movies   201    403   403    403   403    401
GET    /api/movies/count/    list:movies    200    200   200    403   403    401
GET    /api/movies/summary/  list:movies    200    200   200    403   403    401
GET    /api/movies/{id}/     read:movies    200    200   200    403   403    401
PUT    /api/movies/{id}/     edit:movies    200    403   403    403   403    401
PATCH  /api/movies/{id}/     edit:movies    200    403   403    403   403    401
DELETE /api/movies/{id}/     delete:movies  204    403   403    403   403    401
"""
BODIES = {
    "POST": {"title": "A film of the matrix", "year": 1995},
    "PUT": {"title": "Heat", "year": 1996, "cast": [], "genres": []},
    "PATCH": {"year": 1996},
}
RECORD = Movie(title="Heat", year=1995)
