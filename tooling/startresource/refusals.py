"""Names that a new resource, or a field of it, cannot have; each is refused with what to do instead."""

import keyword
import re
import subprocess
from collections.abc import Iterator, Sequence

from tooling import install, resource_list
from tooling.startresource.kinds import KINDS
from tooling.startresource.plan import Field, Plan
from tooling.steps import ROOT, Failed

LONGEST = 20  # characters; with what is added to it, an index takes 30
# First parts of addresses, and words that a setting has for all resources or none.
ADDRESSES = {
    *(
        "admin",
        "all",
        "api",
        "authorize",
        "bff",
        "callback",
        "config",
        "docs",
        "gateway",
        "healthz",
        "language",
    ),
    *("me", "none", "oauth", "oidc", "readyz", "schema", "static", "u", "userinfo", "v2", "pictures"),
}
# What TypeScript would not take as the name of a variable.
TYPESCRIPT = {
    *("abstract", "any", "arguments", "await", "boolean", "case", "catch", "const", "debugger", "default"),
    *("delete", "do", "enum", "eval", "export", "extends", "false", "function", "implements", "instanceof"),
    *("interface", "let", "new", "null", "package", "private", "protected", "public", "super", "switch"),
    *("this", "throw", "true", "typeof", "undefined", "var", "void"),
}
# Labels of apps that are installed, or are where an external issuer is configured, under a longer path.
APP_LABELS = {
    *("account", "allauth", "auth", "contenttypes", "mfa", "messages", "runserver_nostatic"),
    *("sessions", "sites", "socialaccount", "staticfiles"),
}
# What the files of a resource import beside its own.
CLASSES = {"Model", "Record", "List", *(kind.column.partition("(")[0] for kind in KINDS.values())}
# What every record has, and what a list can be asked for.
FIELDS = {
    *("id", "pk", "title_order", "search_text", "fingerprint", "last_change", "search", "ordering", "cursor"),
    *("page_size", "objects", "as_read", "derived", "searched", "state", "own_fields", "identity", "same"),
    *("duplicate", "derive", "check", "clean", "clean_fields", "full_clean", "delete", "adelete", "save"),
    *("asave", "save_base", "from_db", "arefresh_from_db", "refresh_from_db", "get_constraints"),
    *("get_deferred_fields", "date_error_message", "unique_error_message", "prepare_database_save"),
    *("serializable_value", "validate_constraints", "validate_unique", "data", "errors", "version"),
    *("picture", "picture_field", "starting_at", "format"),
}


def refuse_bad_name(name: str) -> None:
    """Raises Failed for a name that no app can have here."""
    for sentence in _faults_of_name(name):
        raise Failed(f"A resource cannot be called {name!r}: {sentence}")


def _faults_of_name(name: str) -> Iterator[str]:
    if not re.fullmatch(r"[a-z](_?[a-z0-9])*", name):
        yield "write it with a-z, 0-9 and single _ between, a letter first, such as board_games."
    if len(name) > LONGEST:
        yield f"it has {len(name)} characters. Choose one of at most {LONGEST}."
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        yield "Python has this word for itself. Choose another, such as its plural."
    if name == "example":
        yield "its files have this word for something else. Choose another, such as examples."
    if name in TYPESCRIPT:
        yield "TypeScript has this word for itself. Choose another, such as its plural."
    if name in {path.rsplit(".", 1)[1].lower() for path in resource_list.paths()}:
        yield "there is one of this name. Choose another, or take that away first (--remove)."
    if name in ADDRESSES:
        yield "the site has this word in its addresses. Choose another."
    if name in APP_LABELS:
        yield "an app of this name is installed. Choose another."
    if _is_importable(name):
        yield "a Python package has this name, and would no longer be found. Choose another."


def _is_importable(name: str) -> bool:
    """Say whether Python finds a module of this name without looking into the project."""
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
    return subprocess.run([install.PYTHON, "-P", "-c", code, name], check=False).returncode == 0


def refuse_what_is_there(plan: Plan) -> None:
    """Raises Failed where files would be written over, or two classes or shapes would share a name."""
    if not re.fullmatch(r"[a-z]+( [a-z]+)*", plan.one):
        raise Failed(f"One of them cannot be called {plan.one!r}: write words of a-z, such as 'board game'.")
    for folder in plan.folders:
        place = folder.relative_to(ROOT)
        if folder.exists():
            raise Failed(f"{place} is there already. Choose another name, or move it away first.")
        if _tracked(str(place)):
            raise Failed(f"git has files in {place}. Commit that they are gone, or choose another name.")
    for shape in (plan.model, f"{plan.model}Entry", f"{plan.model}Request"):
        if re.search(rf"^    {shape}:$", (ROOT / "schema.yml").read_text(), re.MULTILINE):
            raise Failed(
                f"The APIs have something called {shape} already. Say what one of them is: --one WORD."
            )
    if plan.model in CLASSES:
        raise Failed(f"{plan.model} is what others are made of. Say what one of them is: --one WORD.")


def _tracked(place: str) -> bool:
    command = ["git", "ls-files", "--", place]
    try:
        return bool(subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout)
    except FileNotFoundError:
        return False  # no git here


def read_fields(words: Sequence[str]) -> list[Field]:
    """Return the fields beside the title. Raises Failed naming the first that cannot be."""
    fields: list[Field] = []
    for word in words:
        name, _, kind = word.partition(":")
        for sentence in _faults_of_field(name, kind, {field.name for field in fields}):
            raise Failed(f"The field {word!r} cannot be: {sentence}")
        fields.append(Field(name, kind))
    return [field for field in fields if field.name != "title"]


def _faults_of_field(name: str, kind: str, others: set[str]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z](_?[a-z0-9])*", name) or len(name) > LONGEST:
        yield f"write NAME:KIND, with at most {LONGEST} of a-z, 0-9 and single _ between, a letter first."
    if kind not in KINDS:
        yield f"the kinds are: {', '.join(KINDS)}."
    if name in others:
        yield "there is one of this name before it."
    if name == "title" and kind != "line":
        yield "every resource has a title of one line. Write title:line, or leave it out."
    if keyword.iskeyword(name):
        yield "Python has this word for itself. Choose another."
    if name in FIELDS:
        yield "every resource has this word for itself. Choose another."
