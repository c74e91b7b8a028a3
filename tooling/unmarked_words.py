"""Find what people would read in Python and in scripts that nothing marks as to be translated."""

import ast
import re
from collections.abc import Iterator

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext_lazy"}
# What developers and operators read, in English: raised, logged or told by a check.
NOT_READ = {"CommandError", "ImproperlyConfigured", "ValueError", "TypeError", "RuntimeError", "LookupError"}
NOT_READ |= {"Error", "Warning", "debug", "info", "warning", "error", "exception"}
# Arguments and names that hold words, be it one alone.
WORDED = {"verbose_name", "verbose_name_plural", "help_text", "label", "description", "message", "title"}
SENTENCE = re.compile(r"[A-Z“][a-z’'-]* [\w{“]|[a-z]+ [a-z]+ [a-z]+")
WORD = re.compile(r"[^\W\d_]{2}")

# In a script: what stands in quotes, and what is named as something that people read.
QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"' + r"|'((?:[^'\\\n]|\\.)*)'" + r"|`((?:[^`\\]|\\.)*)`")
NAMED = re.compile(r"""(?:aria-?label|title|alt|placeholder|textContent)["']?\s*[:=]+\s*$""", re.IGNORECASE)
CLASS = re.compile(r"class\w*\s*[:=][^,;\n]*$")
COMMENT = re.compile(r"(?:^|\s)//[^\n]*|/\*.*?\*/", re.DOTALL)


def in_python(source: str) -> list[str]:
    """Return the sentences, and the words that are named as such, outside of marks and docstrings."""
    return list(_texts(ast.parse(source), is_worded=False))


def _texts(node: ast.AST, *, is_worded: bool) -> Iterator[str]:
    if isinstance(node, ast.Call) and _name(node.func) in MARKS | NOT_READ:
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        text = _text(node)
        if WORD.search(text) and (is_worded or SENTENCE.match(text)):
            yield text
        return
    for child in ast.iter_child_nodes(node):
        if not _is_docstring(child):
            yield from _texts(child, is_worded=_is_worded(node, child))


def _is_worded(node: ast.AST, child: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in WORDED
    return isinstance(node, ast.Assign) and child is node.value and _name(node.targets[0]) in WORDED


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node.value, str) else ""


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def in_script(source: str) -> list[str]:
    """Return the sentences, and the words that people or screen readers are given, outside of comments."""
    source = COMMENT.sub("", source)
    found = []
    for match in QUOTED.finditer(source):
        text = next(filter(None, match.groups()), "")
        before = source[: match.start()]
        is_named = NAMED.search(before) and re.match(r"[A-Z]", text)
        if WORD.search(text) and (is_named or SENTENCE.match(text)) and not CLASS.search(before):
            found.append(text)
    return found
