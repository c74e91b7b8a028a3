"""The catalogue of refusals: what the code says of each, above what docs/problems.md says."""

import re
from http import HTTPStatus
from importlib import import_module

from rest_framework.exceptions import APIException

from permissions_api.error_messages import SENTENCES
from permissions_api.problem_catalogue import problem_classes
from tooling.docs.made.cells import cell
from tooling.docs.made.house import house_packages
from tooling.steps import ROOT

PAGE = "problems"  # one file for all; the site has a page for each, below problems/
SECTION = re.compile(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def texts(text: str) -> dict[str, str]:
    """Return by its code what is written of each."""
    return {code: body.strip() for code, body in SECTION.findall(text)}


def table() -> str:
    """Return every code with its status and its sentence."""
    rows = ["| code | status | what it says |", "|---|---|---|"]
    for code, refusal in classes().items():
        rows.append(f"| [`{code}`](#{code}) | {refusal.status_code} | {cell(_sentence(refusal))} |")
    return "\n".join(rows)


def field_codes() -> str:
    """Return every code of a field's faults with its sentence."""
    rows = [f"| `{code}` | {cell(sentence)} |" for code, sentence in SENTENCES.items()]
    return "\n".join(["| code | what it says |", "|---|---|", *rows])


def classes() -> dict[str, type[APIException]]:
    """Return the class of each code that this house answers with, those that only some settings load too."""
    for package in house_packages():
        for file in sorted((ROOT / package).rglob("*.py")):
            if "APIException" in file.read_text():
                import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    return dict(problem_classes())


def pages(text: str) -> dict[str, str]:
    """Return the page of each code: what the code's class says, then what is written of it."""
    known = classes()
    return {f"{PAGE}/{code}": _page(code, known[code], body) for code, body in texts(text).items()}


def _page(code: str, refusal: type[APIException], body: str) -> str:
    status = HTTPStatus(refusal.status_code)
    sentence = _sentence(refusal)
    facts = f"*{status.value} {status.phrase}*" + (f" · “{sentence}”" if sentence else "")
    # One floor deeper than the file that it stands in.
    body = re.sub(r"\]\((?!\w+:|#)", "](../", body)
    foot = f"In the code: `{refusal.__module__}.{refusal.__qualname__}`. [All refusals](../{PAGE}.md)"
    return f"---\norphan: true\n---\n# `{code}`\n\n{facts}\n\n{body}\n\n{foot}\n"


def _sentence(refusal: type[APIException]) -> str:
    """Return what an answer says where it always says the same, else nothing."""
    said = str(getattr(refusal, "default_detail", ""))
    return "" if said == APIException.default_detail else said
