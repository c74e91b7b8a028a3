"""The rule of who may change whom, and the document that states it."""

from pathlib import Path

from directory.policies import table

ROOT = Path(__file__).parents[2]


def test_the_document_states_the_rule_as_the_code_decides_it():
    # Write it anew: ./run shell -c "from directory.policies import table; print(table())"
    assert table() in (ROOT / "docs" / "who-may-change-whom.md").read_text()
