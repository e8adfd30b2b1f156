"""Disguises of sentences that a filter finds when they are written plainly."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from rows import Row

SEED = 20260102

SUBSTITUTES = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
SEPARATORS = [" ", ".", "-", "_", "*"]

# Sentences as people type them, for the plainly profane words of the list.
CARRIERS = [
    "you are such a {}",
    "shut up you {}",
    "what a {}",
    "stop being a {} and listen",
    "he called me a {} yesterday",
    "nobody likes you, {}",
]
NAMES_FOR_PEOPLE = (
    "arsehole asshole bastard bitch cocksucker cunt dick dickhead faggot fucker jackass motherfucker "
    "nigger prick pussy retard shithead slut tranny twat wanker whore"
)

_WORD = re.compile(r"[A-Za-z']+")
_PLAIN = re.compile(r"[A-Za-z ,.!?'\"-]+")


def bases(labelled: Sequence[Row]) -> Iterator[Row]:
    """Short plain sentences that are toxic: labelled ones of two to twelve words, and carriers."""
    for row in labelled:
        words = row.text.split()
        if row.label and 2 <= len(words) <= 12 and len(row.text) <= 80 and _PLAIN.fullmatch(row.text):
            yield Row(f"base:{row.id}", row.text, 1, "evasion-clean", group=row.group or row.text)
    for carrier in CARRIERS:
        for name in NAMES_FOR_PEOPLE.split():
            text = carrier.format(name)
            yield Row(f"base:{text}", text, 1, "evasion-clean", group=text)


def variants(base: Row, profane: re.Pattern[str]) -> Iterator[Row]:
    """The disguises of one sentence; `detail` names the sentence, so that both can be compared."""
    chance = random.Random(f"{SEED}:{base.text}")

    def only_profane(disguise: Callable[[str], str]) -> str:
        return _WORD.sub(lambda word: disguise(word.group()) if profane.fullmatch(word.group()) else word.group(), text)

    def leet(word: str) -> str:
        letters = list(word)
        able = [place for place, letter in enumerate(letters) if letter.lower() in SUBSTITUTES]
        chosen = [place for place in able if chance.random() < 0.6] or able[:1]
        for place in chosen:
            letters[place] = chance.choice(SUBSTITUTES[letters[place].lower()])
        return "".join(letters)

    text = base.text
    apart, sign = chance.choice(["   ", " "]), chance.choice(SEPARATORS)
    disguises = {
        "leet-words": only_profane(leet),
        "leet-message": _WORD.sub(lambda word: leet(word.group()), text),
        "spaced-words": only_profane(sign.join),
        "spaced-message": apart.join(" ".join(word) for word in text.split()),
        "joined-message": "".join(text.split()),
    }
    for source, disguised in disguises.items():
        if disguised != text:
            yield Row(f"{source}:{base.id}", disguised, 1, source, group=base.group, detail=base.id)
