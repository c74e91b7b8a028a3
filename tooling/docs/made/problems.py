"""The catalogue of refusals: what the code says of each, above what docs/problems.md says."""

import json
import re
from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import APIException

from movies.views import MovieViewSet
from permissions_api.error_messages import SENTENCES
from permissions_api.exception_handler import answer_to
from permissions_api.problem_catalogue import problem_classes
from tooling.docs.made.cells import cell
from tooling.docs.made.house import house_packages
from tooling.docs.made.refusals import AS_IT_COMES, LACKING
from tooling.steps import ROOT

PAGE = "problems"  # one file for all; the site has a page for each, below problems/
SECTION = re.compile(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def texts(text: str) -> dict[str, str]:
    """Return by its code what is written of each."""
    return {code: body.strip() for code, body in SECTION.findall(text)}


def table() -> str:
    """Return every code with its status and its sentence."""
    rows = ["| code | status | what it says, or such as |", "|---|---|---|"]
    for code, refusal in classes().items():
        said = _sentence(refusal) or AS_IT_COMES.get(code, refusal)().detail
        rows.append(f"| [`{code}`](#{code}) | {refusal.status_code} | {cell(str(said))} |")
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
    """Return the page of each code: what is written of it, an answer as it comes, and its neighbours."""
    known = classes()
    return {f"{PAGE}/{code}": _page(code, known, body) for code, body in texts(text).items()}


def _page(code: str, known: Mapping[str, type[APIException]], body: str) -> str:
    refusal = known[code]
    # One floor deeper than the file that it stands in.
    body = re.sub(r"\]\((?!\w+:|#)", "](../", body)
    parts = [
        f"---\norphan: true\n---\n# `{code}`",
        f"Status **{refusal.status_code}**",
        body,
        f"## The answer\n\n{_answer(AS_IT_COMES.get(code, refusal)())}",
        _tickets(code),
        f"## Its neighbours\n\n{_links(code, known)}",
        f"In the code: `{refusal.__module__}.{refusal.__qualname__}`\n",
    ]
    return "\n\n".join(part for part in parts if part)


def _answer(refusal: APIException) -> str:
    """Return an answer as a client gets it, from a site that is called usher.example."""
    answer = answer_to(refusal, {"view": MovieViewSet(), "request": HttpRequest()})
    headers = "".join(
        f"{name}: {answer[name]}\n"
        for name in ("WWW-Authenticate", "Retry-After", "Content-Type")
        if name in answer
    )
    body = json.dumps(json.loads(answer.content), indent=2, ensure_ascii=False)
    written = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\n{headers}\n{body}"
    return f"```http\n{written.replace(settings.SITE_URL, 'https://usher.example')}\n```"


def _tickets(code: str) -> str:
    """Return the ticket that is missing, as the app draws it."""
    lacking = LACKING.get(code, "")
    return lacking and f'What is missing, as the app draws it: <span class="ticket missing">{lacking}</span>'


def _links(code: str, known: Mapping[str, type[APIException]]) -> str:
    """Return the way to the other refusals with the same status, and to all."""
    status = known[code].status_code
    alike = [other for other, kind in known.items() if kind.status_code == status and other != code]
    links = ", ".join(f"[`{other}`]({other}.md)" for other in alike)
    return (f"Also {status}: {links}. " if alike else "") + f"[All refusals](../{PAGE}.md)"


def _sentence(refusal: type[APIException]) -> str:
    """Return what an answer says where it always says the same, else nothing."""
    said = str(getattr(refusal, "default_detail", ""))
    return "" if said == APIException.default_detail else said
