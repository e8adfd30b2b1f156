"""The published list of plainly profane words, and what others list as rude."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def pattern() -> re.Pattern[str]:
    """Matches a whole word of the list, in any case."""
    lines = Path(__file__).with_name("profane.txt").read_text(encoding="utf-8").split("\n")
    words = [line for line in lines if line and not line.startswith("#")]
    alternatives = "|".join(
        re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words
    )
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


def forms(listed: Iterable[str]) -> set[str]:
    """The listed words with their regular inflections."""
    endings = ("", "s", "es", "d", "ed", "ing", "er", "ers", "y", "ish")
    return {word.lower() + ending for word in listed for ending in endings}
