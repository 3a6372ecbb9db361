"""bin/bench [NAME …]: one line per figure; the exit code is 1 where a limit is missed."""

import argparse
import importlib
import signal
import sys
from contextlib import ExitStack

from bench.figures import HEADINGS, BenchError, line
from bench.sites import KILLS, OUTAGE_SECONDS, SCALES, Sites
from portal.services.errors import ServiceError

BENCHES = {
    name: importlib.import_module(f"bench.{name}")
    for name in (
        "home",
        "research",
        "guidelines",
        "directory",
        "search",
        "forums",
        "notifications",
        "imports",
        "access",
        "chaos",
        "outage",
    )
}


def main(words: list[str]) -> int:
    """Run the named benches, or all; return the exit code."""
    options = _options(words)
    if options.list:
        for name, bench in BENCHES.items():
            show(f"{name:<10} {(bench.__doc__ or '').splitlines()[0]}")
        return 0
    # So that what was started is ended when somebody ends us.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    show(line(HEADINGS))
    missed = 0
    try:
        with ExitStack() as stack:
            sites = Sites(
                stack,
                scales=options.scale,
                rounds=options.rounds,
                kills=options.kills,
                outage=options.outage,
            )
            for name in options.names or BENCHES:
                for figure in BENCHES[name].measure(sites):
                    show(figure.line())
                    missed += figure.is_missed
    except (BenchError, ServiceError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if missed:
        sys.stderr.write(f"{missed} limits are missed.\n")
    return 1 if missed else 0


def show(words: str) -> None:
    """Write a line of the report at once: a bench takes minutes."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)} (all)")
    parser.add_argument("--list", action="store_true", help="only say which benches there are")
    parser.add_argument(
        "--scale", type=_scales, default=[*SCALES], help="load data, such as 1,10 (1,10,100)"
    )
    parser.add_argument("--rounds", type=int, default=11, help="rounds per target (11)")
    parser.add_argument("--kills", type=int, default=KILLS, help=f"of the bench chaos ({KILLS})")
    parser.add_argument(
        "--outage",
        type=float,
        default=OUTAGE_SECONDS,
        help=f"seconds without a broker in the bench outage ({OUTAGE_SECONDS:.0f})",
    )
    options = parser.parse_args(words)
    unknown = [name for name in options.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no bench {unknown[0]!r}; there are {', '.join(BENCHES)}")
    return options


def _scales(word: str) -> list[int]:
    scales = [int(part) for part in word.split(",")]
    if not set(scales) <= set(SCALES):
        raise argparse.ArgumentTypeError(f"{word!r}: scales are {', '.join(map(str, SCALES))}")
    return sorted(set(scales))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
