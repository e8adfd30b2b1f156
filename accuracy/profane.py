"""The published list of plainly profane words, and what others list as rude."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path


def pattern(*, stretched: bool = False) -> re.Pattern[str]:
    """Matches a whole word of the list, in any case; if `stretched`, also with letters drawn out ("fuuuck")."""
    lines = Path(__file__).with_name("profane.txt").read_text(encoding="utf-8").split("\n")
    words = [line for line in lines if line and not line.startswith("#")]
    spell = _drawn_out if stretched else re.escape
    alternatives = "|".join(spell(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


def _drawn_out(word: str) -> str:
    """The word with its letters as often in a row as it is spelled, or three times and more."""
    runs = ((re.escape(letter), len(list(run))) for letter, run in groupby(word))
    return "".join(f"(?:{letter}{{{count}}}|{letter}{{3,}})" for letter, count in runs)


def judged() -> set[str]:
    """The rows of text messages that readers found not to be harmless, though they hold no word of the list."""
    lines = Path(__file__).with_name("sms-judged.txt").read_text(encoding="utf-8").split("\n")
    return {f"sms:{line.split()[0]}" for line in lines if line and not line.startswith("#")}


def forms(listed: Iterable[str]) -> set[str]:
    """The listed words with their regular inflections."""
    endings = ("", "s", "es", "d", "ed", "ing", "er", "ers", "y", "ish")
    return {word.lower() + ending for word in listed for ending in endings}
