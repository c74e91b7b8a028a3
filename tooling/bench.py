"""./run bench: measure something and print the figures, each kind of it side by side in one run."""

from tooling import browser, install, suite
from tooling.steps import ROOT, Failed, loudly

BENCHMARKS = ROOT / "benchmarks"


def run(arguments: list[str]) -> None:
    """Run one benchmark by its name, with its options. Raises Failed when there is none of this name.

    ``--quick`` is the one called quick, which is a part of the tests.
    """
    known = sorted(file.stem for file in BENCHMARKS.glob("*.py") if not file.stem.startswith("_"))
    name, *options = arguments or [""]
    name = "quick" if name == "--quick" else name
    if name not in known:
        raise Failed(f"Say which: ./run bench {' | '.join(known)}")
    suite.install_all()
    environment = {**suite.SETTINGS, **browser.environment()}
    loudly(f"Measure {name}", [install.PYTHON, "-m", f"benchmarks.{name}", *options], env=environment)
    if name != "quick":
        loudly("Tell the figures on the pages", [install.PYTHON, "-m", "benchmarks._pages"], env=environment)
