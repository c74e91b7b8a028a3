"""Write the catalogues of the server's pages: what code and templates say, with the other languages' words.

Run by ./run translations, in the project's environment. Neither msgfmt nor xgettext is needed.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message, extract, mofile, pofile
from django.conf import settings
from django.utils.translation.template import templatize

from tooling.steps import ROOT

CATALOGUES = ROOT / "project" / "locale"
PACKAGES = (
    *("project", "identity", "bff", "gateway", "directory", "audit", "resources", "permissions_api"),
    *("movies", "books", "importing"),
)
KEYWORDS = {
    **extract.DEFAULT_KEYWORDS,
    **dict.fromkeys(("gettext_lazy", "gettext_noop")),
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Where values come.
MARKS = re.compile(r"%\(\w+\)s|\{\w*\}|%[sd]")

# Of a template what is no text, or is marked, or is the same in every language.
NOT_READ = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"{% blocktranslate.*?{% endblocktranslate %}",
        r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->|<!doctype html>",
        r"{% block width %}.*?{% endblock %}",  # a class
        r"<(script|style|svg|code)\b.*?</\1>",
        r"{%.*?%}|{{.*?}}",
    )
]
READ_ATTRIBUTES = re.compile(r"""\b(?:aria-label|title|alt|placeholder)=(?:"([^"]*)")""")


def main() -> None:
    settings.configure()  # templatize() asks what language it is
    for folder in sorted(CATALOGUES.iterdir()):
        catalogue = updated(folder.name)
        po_file(folder.name).write_bytes(written(catalogue))
        po_file(folder.name).with_suffix(".mo").write_bytes(compiled(catalogue))


def po_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def updated(language: str) -> Catalog:
    """Return a language's catalogue with all messages that there are, and no other."""
    file = po_file(language)
    known = (
        pofile.read_po(io.BytesIO(file.read_bytes()), locale=language) if file.exists() else Catalog(language)
    )
    catalogue = Catalog(language, header_comment="", project="Usher", fuzzy=False)
    catalogue.creation_date = catalogue.revision_date = known.creation_date
    for name, line, text, context in messages():
        catalogue.add(text, locations=[(name, line)], context=context)
    for message in catalogue:
        translated = known.get(message.id, message.context) if message.id else None
        if isinstance(translated, Message):
            message.string = translated.string
    return catalogue


def messages() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Yield file, line, text (of one and of many) and context of all that is to be translated."""
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file()]
    for file in sorted(files):
        if file.suffix == ".html" and "templates" in file.parts:
            source = as_python(file.read_text())
        elif file.suffix == ".py" and "gettext" in file.read_text():
            source = file.read_text()
        else:
            continue
        found = extract.extract("python", io.BytesIO(source.encode()), KEYWORDS)
        for line, message, _comments, context in found:
            yield str(file.relative_to(ROOT)), line, message, context


def as_python(template: str) -> str:
    """Return the calls that a template's tags stand for, each in its line."""
    # Elsewhere Django leaves the page's indentation, which Python does not understand.
    return "\n".join(line.lstrip() for line in templatize(template).splitlines())


def unmarked(template: str) -> list[str]:
    """Return what people would read in a template that no tag marks as to be translated."""
    for kind in NOT_READ:
        template = kind.sub(" ", template)
    texts = [*re.findall(r">([^<>]*)<", f">{template}<"), *READ_ATTRIBUTES.findall(template)]
    return [text.strip() for text in texts if re.search(r"[^\W\d_]{2}", text.replace("Usher", ""))]


def written(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    pofile.write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False, omit_header=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    mofile.write_mo(file, catalogue)
    return file.getvalue()


def marks(text: str) -> set[str]:
    """Return the places in a text where values come."""
    return set(MARKS.findall(text))


if __name__ == "__main__":
    main()
