"""./run bench: measure something and print the figures, each kind of it side by side in one run."""

from tooling import browser, install, suite
from tooling.steps import ROOT, Failed, loudly

BENCHMARKS = ROOT / "benchmarks"


def run(arguments: list[str]) -> None:
    """Run one benchmark by its name. Raises Failed when there is none of this name."""
    known = sorted(file.stem for file in BENCHMARKS.glob("*.py") if not file.stem.startswith("_"))
    if len(arguments) != 1 or arguments[0] not in known:
        raise Failed(f"Say which: ./run bench {' | '.join(known)}")
    suite.install_all()
    environment = {**suite.SETTINGS, **browser.environment()}
    loudly(f"Measure {arguments[0]}", [install.PYTHON, "-m", f"benchmarks.{arguments[0]}"], env=environment)
