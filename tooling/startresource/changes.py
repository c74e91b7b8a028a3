"""Files that are changed all or none."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Changes:
    """What stood where something is about to be written, so that it can be put back."""

    def __init__(self) -> None:
        self._before: dict[Path, bytes | None] = {}
        self._moved: dict[Path, Path] = {}

    def keep(self, *paths: Path) -> None:
        """Remember files as they are, and folders that are not there."""
        for path in paths:
            if path.is_dir():
                continue
            self._before.setdefault(path, path.read_bytes() if path.is_file() else None)

    def write(self, path: Path, text: str) -> None:
        self.keep(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def move(self, folder: Path, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        self._moved[folder] = to
        shutil.move(folder, to)

    def undo(self) -> None:
        for folder, to in self._moved.items():
            if to.exists():
                shutil.move(to, folder)
        for path, content in self._before.items():
            if content is not None:
                path.write_bytes(content)
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


@contextmanager
def all_or_none(hint: str = "") -> Iterator[Changes]:
    """Give changes that are undone when something fails, or somebody ends it: Ctrl-C, SIGTERM.

    ``hint`` says then what no file holds and is to be done.
    """
    changes = Changes()
    former = signal.signal(signal.SIGTERM, _end)
    try:
        yield changes
    except BaseException:
        held = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
        changes.undo()
        print(f"All files are as they were. {hint}".strip())
        signal.signal(signal.SIGINT, held[signal.SIGINT])
        raise
    finally:
        signal.signal(signal.SIGTERM, former)


def _end(*_: object) -> None:
    raise SystemExit(143)
