"""filters.py MESSAGES MILLISECONDS: times the word filters of Python over the lines of a file, each filter for
so long. One line of JSON for each; a filter that is not installed has none.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TypeVar

Pass = TypeVar("Pass")


def passes(seconds: float, one: Callable[[], Pass]) -> list[Pass]:
    """Passes over all messages until the time is up, at least one."""
    until = time.perf_counter() + seconds
    found = [one()]
    while time.perf_counter() < until:
        found.append(one())
    return found


def main() -> None:
    """Times what is installed."""
    if not find_spec("better_profanity"):
        return
    from better_profanity import profanity

    messages = [line for line in Path(sys.argv[1]).read_text(encoding="utf-8").split("\n") if line]
    share = float(sys.argv[2]) / 1000 / 3
    profanity.load_censor_words()

    def single() -> list[float]:
        spent = []
        for message in messages:
            start = time.perf_counter()
            profanity.contains_profanity(message)
            spent.append((time.perf_counter() - start) * 1e6)
        return spent

    def whole() -> float:
        start = time.perf_counter()
        for message in messages:
            profanity.contains_profanity(message)
        return (time.perf_counter() - start) * 1e6 / len(messages)

    passes(share, whole)
    mean = median(passes(share, whole))
    medians = [median(of_one) for of_one in zip(*passes(share, single), strict=True)]
    hits = sum(map(profanity.contains_profanity, messages))
    print(json.dumps({"name": "better-profanity", "mean": mean, "median": median(medians), "hits": hits}))


if __name__ == "__main__":
    main()
