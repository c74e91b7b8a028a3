"""Whether a guarded list costs more CPU than results/budget.json allows. Half a minute, in one process.

Run: ./run bench --quick. Held beside each other in turns are the list of 25 films with all that the site
does before it, and 25 films by a plain view of DRF, which knows nothing of the site's code; the best round
of each counts. The ratio of the two hardly knows the machine, so it can be committed. It fails when the
ratio grew by 15 %. --renew writes the ratio of now; --profile shows where the time of a list goes, and
--profile /api/movies/7/ that of another address.
"""

import argparse
import cProfile
import json
import os
import pstats
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import django

from benchmarks._figures import RESULTS, commit
from benchmarks._films import films

BUDGET = RESULTS / "budget.json"
GROWTH = 1.15
LIST = "/api/movies/?page_size=25"
ROUNDS, CALLS, FILMS = 60, 8, 500  # short rounds: one of them is undisturbed on a busy machine too

FAILED = """
A guarded list costs ×{ratio:.2f} of a plain one by DRF; committed is ×{committed:.2f}, and allowed
×{allowed:.2f}.
./run bench --quick --profile shows where the time goes. Where the growth is meant to be, say why in the
commit, with the ratio that this writes: ./run bench --quick --renew"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench --quick", description=__doc__)
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--profile", nargs="?", const=LIST, metavar="PATH")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'usher.sqlite3'}")
        os.environ["API_RATE"] = "9999999/m"
        django.setup()
        from benchmarks import _in_process  # noqa: PLC0415  Its models need the apps to be there.

        _in_process.fill(list(films(FILMS)))
        guarded = _in_process.guarded(options.profile or LIST)
        if options.profile:
            profile(guarded)
        else:
            plain = _in_process.plain_list()
            _in_process.as_served()
            judge(lambda: ratio_of(guarded, plain), renew=options.renew)


def ratio_of(guarded: Callable[[], None], plain: Callable[[], None]) -> float:
    best = dict.fromkeys((guarded, plain), float("inf"))
    for _ in range(ROUNDS):
        for action in (guarded, plain):
            action()
            began = process_time()
            for _ in range(CALLS):
                action()
            best[action] = min(best[action], (process_time() - began) / CALLS)
    ratio, micros = best[guarded] / best[plain], [f"{each * 1e6:,.0f}" for each in best.values()]
    print(f"A guarded list {micros[0]} µs of CPU, a plain one by DRF {micros[1]} µs: ×{ratio:.2f}")
    return ratio


def judge(measured: Callable[[], float], *, renew: bool) -> None:
    ratio = measured()
    if renew:
        RESULTS.mkdir(exist_ok=True)
        BUDGET.write_text(json.dumps({"guarded list": round(ratio, 3), "commit": commit()}) + "\n")
        return
    committed: float = json.loads(BUDGET.read_text())["guarded list"]
    allowed = committed * GROWTH
    if ratio > allowed and (ratio := min(ratio, measured())) > allowed:
        sys.exit(FAILED.format(ratio=ratio, committed=committed, allowed=allowed))
    print(f"Committed is ×{committed:.2f}, allowed ×{allowed:.2f}.")


def profile(action: Callable[[], None]) -> None:
    for _ in range(CALLS):
        action()
    with cProfile.Profile(process_time) as profiler:
        for _ in range(ROUNDS * CALLS):
            action()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
