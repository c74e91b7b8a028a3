"""The list of films with FastAPI, PyJWT and asyncpg, as their own documentation writes such an API.

Environment: ISSUER, AUDIENCE, DATABASE_URL. Run by uvicorn, with uvloop and httptools.
"""

import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import asyncpg
import jwt
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]
COLUMNS = 'id, title, year, "cast", genres, poster'
keys = jwt.PyJWKClient(f"{ISSUER}.well-known/jwks.json")


class Movie(BaseModel):
    id: int
    title: str
    year: int
    cast: list[str]
    genres: list[str]
    poster: str


class Page(BaseModel):
    next: str | None
    results: list[Movie]


async def as_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], init=as_json) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


class Requires:
    """A valid token that carries a permission."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    async def __call__(
        self, credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]
    ) -> dict[str, Any]:
        token = credentials.credentials
        try:
            key = keys.get_signing_key_from_jwt(token).key
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise HTTPException(401, "Invalid token", {"WWW-Authenticate": "Bearer"}) from error
        if self.permission not in claims.get("permissions", ()):
            raise HTTPException(403, f"This needs {self.permission}")
        return claims


@app.get("/api/movies/", response_model=Page, dependencies=[Depends(Requires("list:movies"))])
async def movies(
    request: Request,
    response: Response,
    page_size: Annotated[int, Query(ge=1, le=100)] = 25,
    cursor: str | None = None,
) -> dict[str, Any]:
    where, place = ("WHERE (year, id) < ($2, $3)", read_cursor(cursor)) if cursor else ("", ())
    rows = await request.app.state.pool.fetch(
        f"SELECT {COLUMNS} FROM movies_movie {where} ORDER BY year DESC, id DESC LIMIT $1",  # noqa: S608
        page_size + 1,
        *place,
    )
    page = [dict(row) for row in rows[:page_size]]
    following = None
    if len(rows) > page_size:
        following = str(request.url.include_query_params(cursor=cursor_at(page[-1]["year"], page[-1]["id"])))
    response.headers["Cache-Control"] = "private, no-cache"
    return {"next": following, "results": page}


def cursor_at(year: int, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([year, pk]).encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int]:
    try:
        year, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError as error:
        raise HTTPException(400, "This is no cursor.") from error
    return int(year), int(pk)
