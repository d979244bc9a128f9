"""``python -m tests.soak``: the long run. Prints its figures; exit code 1 when a promise broke."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from .run import Plan, soak


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    plan = Plan()
    parser.add_argument("--phones", type=int, default=plan.phones)
    parser.add_argument("--real", type=int, default=plan.real, help="with the JavaScript client")
    parser.add_argument("--kills", type=int, default=plan.kills)
    parser.add_argument("--acknowledged", type=int, default=plan.acknowledged)
    parser.add_argument("--seconds", type=float, default=plan.seconds, help="at most")
    parser.add_argument("--pause-s", type=float, default=plan.pause_s, help="between two commands")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    plan = Plan(**vars(parser.parse_args()))
    print(f"soak: {plan}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        figures = soak(plan, Path(folder) / "data")
    print(figures.table())
    print("kept" if figures.kept else "BROKEN")
    return 0 if figures.kept else 1


if __name__ == "__main__":
    sys.exit(main())
