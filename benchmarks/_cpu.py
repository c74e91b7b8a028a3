"""What the processes of a site cost."""

import psutil

from tests.e2e.server import Site


def cpu_seconds(site: Site) -> float:
    """Return the CPU seconds that all processes of a site have taken so far."""
    whole = psutil.Process(site.pid)
    times = [process.cpu_times() for process in (whole, *whole.children(recursive=True))]
    return float(sum(item.user + item.system for item in times))
