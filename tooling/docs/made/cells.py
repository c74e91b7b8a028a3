"""Cells of the tables in Markdown."""


def cell(text: str) -> str:
    """Return a text as a cell of a Markdown table can hold it."""
    return " ".join(text.split()).replace("|", "\\|")
