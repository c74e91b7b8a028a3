"""What a call costs more below /bff than at the API itself, and what finding a session costs among many.

Run: ./run bench bff [--rounds N]; a minute. In one process and on PostgreSQL, as what is told is a small
part of a request: the call with a token of its own, and that by a session which holds the same token, take
turns. CPU is this process's. Statements are counted for one call each.
"""

import argparse
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import process_time, time
from typing import Any

import django

from benchmarks._figures import about, provenance, spread, table, write
from benchmarks._films import films
from benchmarks._site import postgres

FILMS, CALLS = 500, 20
ALL, MOVIES = "https://api.usher.example/", "https://movies.usher.example/"
LIST, ME = "/api/movies/?page_size=25", "/me/permissions"
# What is asked, with a token for which audience, and whether the answer is known already.
ASKED = {
    "the list": (LIST, MOVIES, False),
    "the list, 304": (LIST, MOVIES, True),
    "a film": ("/api/movies/{id}/", MOVIES, False),
    "/me/permissions, 304": (ME, ALL, True),
}
SESSIONS = (1, 100, 10_000)
SETTINGS = {"DJANGO_SETTINGS_MODULE": "project.settings", "AUDIENCE_STRATEGY": "backend_for_frontend"}

Call = Callable[[], Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench bff", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    with postgres() as url:
        os.environ |= {"DATABASE_URL": url, "API_RATE": "9999999/m", **SETTINGS}
        django.setup()
        from benchmarks import _in_process  # noqa: PLC0415  Its models need the apps to be there.

        _in_process.fill(list(films(FILMS)))
        pairs = dict(calls())
        for both in pairs.values():
            for call in both:
                call()  # so that what is kept is known
        _in_process.as_served()
        costs = [(name, *compared(rounds, *both)) for name, both in pairs.items()]
        found = [(f"{count:,}", spread(by_round(rounds, find)[0])) for count, find in lookups()]
    measuring = provenance("./run bench bff", rounds)
    heads = ("what", "direct", "by a session", "more", "statements more"), ("sessions", "CPU µs to find one")
    tables = f"{table(heads[0], costs)}\n\n{table(heads[1], found)}"
    text = f"# What a session costs\n\n{about(measuring)} CPU µs a request.\n\n{tables}"
    print(f"\n{text}")
    write("bff", text, {**measuring, "calls": costs, "sessions": found})


def calls() -> Iterator[tuple[str, tuple[Call, Call]]]:
    """Yield how each is asked with a token, and by a session that holds the same."""
    from django.conf import settings  # noqa: PLC0415  as above

    from benchmarks._in_process import asking, somebody, token_of  # noqa: PLC0415
    from bff.cookies import session_name  # noqa: PLC0415
    from bff.token_set import AccessToken, TokenSet, seal  # noqa: PLC0415
    from movies.models import Movie  # noqa: PLC0415

    user, film, host = somebody("somebody"), Movie.objects.first(), settings.SITE.netloc
    tokens = {audience: token_of(user, audience) for audience in (ALL, MOVIES)}
    held = {audience: AccessToken(token, 600, time()) for audience, token in tokens.items()}
    session, key = new_session(user.pk, seal(TokenSet("", {}, held)))
    page = {"host": host, "cookie": f"{session_name()}={key}", "x-usher": session.handle}
    page["sec-fetch-site"] = "same-origin"
    for name, (path, audience, is_known) in ASKED.items():
        where, token = path.format(id=film.pk if film else 0), tokens[audience]
        more = [{"host": host}, page]
        if is_known:
            both = asking(where, **more[0])(token), asking(f"/bff{where}", **more[1])("")
            more = [
                {**each, "if-none-match": answer["ETag"]} for each, answer in zip(more, both, strict=True)
            ]
        direct, through = asking(where, **more[0]), asking(f"/bff{where}", **more[1])
        status = 304 if is_known else 200
        yield name, (answered(status, direct, token), answered(status, through, ""))


def answered(status: int, ask: Callable[[str], Any], token: str) -> Call:
    def call() -> None:
        assert ask(token).status_code == status

    return call


def new_session(person: object, sealed: str = "") -> tuple[Any, str]:
    """Return a stored session, and what its cookie holds."""
    from django.utils import timezone  # noqa: PLC0415  as above

    from bff.models import Session  # noqa: PLC0415
    from bff.sessions import _digest  # noqa: PLC0415
    from permissions_api.conf import conf  # noqa: PLC0415

    key, now = secrets.token_urlsafe(32), timezone.now()
    session = Session(
        key_hash=_digest(key),
        handle=secrets.token_urlsafe(16),
        issuer=conf.ISSUER,
        subject=f"usher|{person}",
        last_used=now + timedelta(hours=1),
        expires_at=now + timedelta(hours=8),
        tokens=sealed or "x" * 4_000,
    )
    session.save()
    return session, key


def lookups() -> Iterator[tuple[int, Call]]:
    """Yield how one of so many sessions is found, any of them."""
    from django.db import connection  # noqa: PLC0415  as above
    from django.test import RequestFactory  # noqa: PLC0415

    from bff import sessions  # noqa: PLC0415
    from bff.cookies import session_name  # noqa: PLC0415
    from bff.models import Session  # noqa: PLC0415

    keys: list[str] = []
    Session.objects.all().delete()
    for count in SESSIONS:
        keys += [new_session(number)[1] for number in range(len(keys), count)]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE bff_session")
        requests = [RequestFactory().get("/", headers={"cookie": f"{session_name()}={key}"}) for key in keys]

        def find(requests: Any = requests) -> None:
            assert sessions.present(secrets.choice(requests)) is not None

        yield count, find


def compared(rounds: int, direct: Call, through: Call) -> tuple[str, str, str, int]:
    one, other = by_round(rounds, direct, through)
    more = [after - before for before, after in zip(one, other, strict=True)]
    return spread(one), spread(other), spread(more), statements(through) - statements(direct)


def by_round(rounds: int, *actions: Call) -> list[list[float]]:
    """Return the CPU µs of each action, round by round; in each they take turns."""
    found: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, figures in zip(actions, found, strict=True):
            began = process_time()
            for _ in range(CALLS):
                action()
            figures.append((process_time() - began) / CALLS * 1e6)
    return found


def statements(action: Call) -> int:
    from django.db import connection  # noqa: PLC0415  as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def count() -> int:
        with CaptureQueriesContext(connection) as made:
            action()
        return len(made)

    return min(count() for _ in range(5))  # Now and then the directory is asked anew.


if __name__ == "__main__":
    main()
