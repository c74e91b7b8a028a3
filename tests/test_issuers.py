"""docs/issuers.md says which strategy works with which kind of issuer, and the checks at the start agree."""

import re
from pathlib import Path

import pytest

from permissions_api import checks
from permissions_api.flavours import FLAVOURS
from permissions_api.strategies import STRATEGIES

PAGE = (Path(__file__).parents[1] / "docs" / "issuers.md").read_text()
EMBEDDED = "embedded"


def rows(first: str) -> list[list[str]]:
    """Return the cells of the table whose first row begins so, that row being the first."""
    (table,) = re.findall(rf"^\| {re.escape(first)}(?: \||\|).*\n(?:\|.*\n)+", PAGE, re.MULTILINE)
    lines = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return [lines[0], *lines[2:]]


def test_every_kind_of_issuer_and_every_strategy_stands_in_the_table():
    head, *kinds = rows("")
    assert head[1:] == [*STRATEGIES]
    assert [kind[0] for kind in kinds] == [EMBEDDED, *FLAVOURS]


@pytest.mark.parametrize("kind", [EMBEDDED, *FLAVOURS])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_each_works_or_is_refused_at_the_start_as_the_table_says(conf, kind, strategy):
    head, *kinds = rows("")
    (cells,) = [cells for cells in kinds if cells[0] == kind]
    said = cells[head.index(strategy)]
    conf.STRATEGY, conf.FLAVOUR = strategy, "auth0" if kind == EMBEDDED else kind
    errors = checks.check_strategy(None)
    assert (said == "refused") == bool(errors)
    assert said == "refused" or said.startswith("works")
    for error in errors:
        sentence = error.msg.replace(strategy, "per_api_tokens")
        assert sentence in re.sub(r"\n(> )?", " ", PAGE)


def test_the_page_says_how_each_kind_of_issuer_is_asked():
    for name, audience, exchange, scopes, where in rows("`OIDC_FLAVOUR`")[1:]:
        flavour = FLAVOURS[name]
        assert audience.split("`")[0].split(" ")[0] == (flavour.audience_parameter or "nothing:")
        assert exchange == flavour.exchange_parameter
        assert scopes.startswith("yes") is flavour.permission_scopes
        assert ("Auth0's own" in where) is flavour.auth0_paths
