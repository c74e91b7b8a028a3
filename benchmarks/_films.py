"""Films that nobody made, alike on every machine, of the shape that a real catalogue has.

As in 36,273 films of Wikipedia: 1900 to 2023, 3.7 of a cast, 1.8 genres, titles of 16 and
synopses of 300 characters, a poster for five of six.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# With the 28 of the demo's catalogue 36,301.
COUNT = 36_273
GENRES = {
    "Drama": 14062, "Comedy": 10498, "Silent": 7131, "Western": 4436, "Romance": 2857, "Crime": 2612,
    "Action": 2241, "Thriller": 1998, "Musical": 1785, "Adventure": 1761, "Horror": 1758, "War": 1694,
    "Science Fiction": 1169, "Mystery": 1163, "Noir": 1120, "Short": 1023, "Animated": 897, "Fantasy": 777,
}  # fmt: skip
BEGINNINGS = [*"bcdfghjklmnprstvw", "br", "ch", "dr", "fl", "gr", "sh", "st", "th", "tr"]
VOWELS = [*"aeiouéö", "ai", "ea", "ee", "ou"]
ENDINGS = [*"lmnrtx", "ll", "nd", "ng", "rd", "st", "th"]


def films(count: int = COUNT) -> Iterator[dict[str, Any]]:
    """Yield rows as ``import_movies`` reads them; the same ones at each run."""
    chance = random.Random(1926)  # noqa: S311  nothing is kept secret by it
    words = [_word(chance) for _ in range(6_000)]
    people = [f"{_word(chance)} {_word(chance)}".title() for _ in range(28_000)]
    for number in range(count):
        year = 1900 + number * 124 // count
        title = " ".join(chance.choices(words, k=chance.choice((1, 2, 2, 3, 4)))).title()
        page = f"{title.replace(' ', '_')}_({year}_film_{number})"
        cast = chance.choices(people, k=chance.choice((0, 1, 2, 3, 4, 5, 6, 8)))
        genres = chance.choices([*GENRES], [*GENRES.values()], k=chance.choice((1, 2, 2, 2)))
        extract = " ".join(chance.choices(words, k=chance.randint(20, 80)))
        poster = f"https://pictures.example/wikipedia/en/{number % 256:02x}/{page[:48]}_poster.jpg"
        yield {
            "title": title,
            "year": year,
            "cast": [*dict.fromkeys(cast)],
            "genres": [*dict.fromkeys(genres)],
            "href": page,
            "extract": f"{title} is a film of {year} with {', '.join(cast)}. {extract.capitalize()}.",
            **({"thumbnail": poster} if number % 6 else {}),
        }


def write_films(file: Path, count: int = COUNT) -> Path:
    """Write them as JSON Lines."""
    with file.open("w") as lines:
        lines.writelines(f"{json.dumps(film, ensure_ascii=False)}\n" for film in films(count))
    return file


def _word(chance: random.Random) -> str:
    parts = (f"{chance.choice(BEGINNINGS)}{chance.choice(VOWELS)}" for _ in range(chance.choice((1, 1, 2))))
    return f"{''.join(parts)}{chance.choice(ENDINGS)}"
