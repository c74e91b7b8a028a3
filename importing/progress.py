"""Show how far a long run is: a bar on a terminal, a line now and then elsewhere."""

import time
from typing import Any

from django.core.management.base import OutputWrapper
from tqdm import tqdm

SECONDS_BETWEEN_LINES = 5.0
BAR = "{percentage:3.0f}%|{bar}| {elapsed} gone, {remaining} left{postfix}"
BAR_WITHOUT_END = "{elapsed} gone{postfix}"


class Progress:
    """Progress through ``size`` bytes (None when unknown), told on a command's ``stream``."""

    def __init__(self, stream: OutputWrapper, size: int | None, *, quiet: bool = False) -> None:
        self._stream = stream
        self._size = size
        self._quiet = quiet
        self._started = self._last_line = time.monotonic()
        self._bar: Any = None
        if stream.isatty() and not quiet:
            self._bar = tqdm(total=size, bar_format=BAR if size else BAR_WITHOUT_END, leave=False)

    def tell(self, message: str) -> None:
        """Write a line that is to stay, also where it is quiet."""
        if self._bar is not None:
            self._bar.clear()
        self._stream.write(message)

    def reached(self, position: int, rows: int) -> None:
        """Show that ``position`` bytes, which were ``rows`` rows, are done for good."""
        gone = time.monotonic() - self._started
        rate = f"{rows:,} rows, {rows / max(gone, 0.001):,.0f} rows/s"
        if self._bar is not None:
            self._bar.set_postfix_str(rate, refresh=False)
            self._bar.update(position - self._bar.n)
            self._bar.refresh()
        elif not self._quiet and time.monotonic() - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            self._stream.write(f"{rate}{self._remaining(position, gone)}")

    def _remaining(self, position: int, gone: float) -> str:
        if not self._size or not position:
            return ""
        share = position / self._size
        return f", {share:.0%}, about {gone / share - gone:.0f} s left"

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
