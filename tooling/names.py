"""Names of files that some computers cannot tell apart: macOS and Windows pass over case."""

import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from tooling.steps import ROOT, Failed, step

# An import names a module without its suffix, so Costs.tsx and costs.ts would be one.
MODULES = {".ts", ".tsx", ".js", ".jsx"}


def check() -> None:
    """Raise Failed where two files or folders under version control differ in case alone."""
    with step("Names that differ in more than case"):
        if found := alike(tracked_files()):
            pairs = "\n".join(f"  {' and '.join(names)}" for names in found)
            raise Failed(f"These are one on macOS and Windows. Give one of each another name:\n{pairs}")


def tracked_files() -> list[str]:
    """Return what git holds or would take in; nothing where this is no checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split("\0")[:-1] if done.returncode == 0 else []


def alike(paths: Iterable[str]) -> list[list[str]]:
    """Return the names that are one where case does not count: of files, modules and folders."""
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for path in map(PurePosixPath, paths):
        name = path.with_suffix("") if path.suffix in MODULES else path
        for spelled, shown in [(name, path), *((folder, folder) for folder in path.parents)]:
            spellings[str(spelled).lower()][str(spelled)] = str(shown)
    return sorted(sorted(same.values()) for same in spellings.values() if len(same) > 1)
