"""words.py FILTER: runs a word filter of Python over the rows on standard input."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable


def better_profanity() -> Callable[[list[str]], list[bool]]:
    """better-profanity, word list as shipped."""
    from better_profanity import profanity

    profanity.load_censor_words()
    return lambda texts: [profanity.contains_profanity(text) for text in texts]


def alt_profanity_check() -> Callable[[list[str]], list[bool]]:
    """alt-profanity-check: a linear model over words, all texts in one batch."""
    # The model was stored by another version of scikit-learn, which says so at length.
    warnings.filterwarnings("ignore")
    from profanity_check import predict

    return lambda texts: [bool(hit) for hit in predict(texts)] if texts else []


def main() -> None:
    """Writes one line of JSON for each row."""
    filters = {"better-profanity": better_profanity, "alt-profanity-check": alt_profanity_check}
    hits = filters[sys.argv[1]]()
    texts = [json.loads(line)["text"] for line in sys.stdin.buffer.read().decode().split("\n") if line]
    for row, hit in enumerate(hits(texts)):
        print(json.dumps({"row": row, "hit": hit}))


if __name__ == "__main__":
    main()
