"""What a browser fetches before the first row of a list grows by no more than a twentieth unseen."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from project import spa

GROWTH = 1.05
BUDGET = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "first_load.json"
ADDRESS = re.compile(r'(?:src|href)="/static/spa/(assets/[^"]+)"')
IMPORTED = re.compile(r'(?:from|import)"\./([^"]+)"')


@pytest.mark.parametrize("strategy", ["single_audience", "backend_for_frontend"])
def test_the_first_list_needs_few_scripts_and_few_bytes(settings, conf, strategy):
    conf.STRATEGY = strategy
    assert (settings.SPA_DIST / "index.html").exists(), spa.NOT_BUILT
    settings.WHITENOISE_USE_FINDERS = True
    spa._index.cache_clear()
    html = Client(headers={"Host": "localhost:8000"}).get("/movies").content.decode()
    spa._index.cache_clear()
    files = {name for found in ADDRESS.findall(html) for name in with_imports(settings.SPA_DIST, found)}
    now = {
        "bytes": len(html) + sum(sent(settings.SPA_DIST / name) for name in files),
        "scripts": sum(name.endswith(".js") for name in files),
    }
    allowed = json.loads(BUDGET.read_text())[strategy]
    grown = f"{sorted(files)} come to {now}. Where that is meant to be, say why in the commit, with {BUDGET}."
    assert now["bytes"] <= GROWTH * allowed["bytes"], grown
    assert now["scripts"] <= allowed["scripts"], grown


def with_imports(dist: Path, name: str) -> set[str]:
    """Return a file and what it cannot run without."""
    if not name.endswith(".js"):
        return {name}
    imported = (f"assets/{other}" for other in IMPORTED.findall((dist / name).read_text()))
    # The page's own script is imported by all others.
    return {name}.union(*(with_imports(dist, other) for other in imported if "index-" not in other))


def sent(file: Path) -> int:
    """Return the size of a file as it is sent: compressed where it is text."""
    compressed = file.with_name(f"{file.name}.br")
    return (compressed if compressed.exists() else file).stat().st_size
