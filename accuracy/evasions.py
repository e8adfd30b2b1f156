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
    "my boss is a real {}",
    "listen here you little {}",
    "don't be a {} about it",
    "that {} took my seat again",
    "is everybody in here a {}",
    "your brother is a {} too",
    "go home {}",
    "I never said you were a {}",
    "the new guy is kind of a {}",
    "oh look, the {} is back online",
]
NAMES_FOR_PEOPLE = (
    "arsehole asshole bastard bitch cocksucker cunt dick dickhead faggot fucker jackass motherfucker "
    "nigger prick pussy retard shithead slut tranny twat wanker whore"
)

_WORD = re.compile(r"[A-Za-z']+")
_CONTRACTED = re.compile(r"n't$|'(?:s|re|ll|ve|d|m)$")
_PLAIN = re.compile(r"[A-Za-z ,.!?'\"-]+")


def bases(labelled: Sequence[Row], spelled: set[str], profane: re.Pattern[str]) -> Iterator[Row]:
    """Short sentences that are toxic and not disguised already: labelled ones of two to twelve words, all
    in dictionaries or plainly profane; and carriers.
    """

    def plain(word: str) -> bool:
        letters = word.strip(" ,.!?'\"-").lower()
        stem = _CONTRACTED.sub("", letters)
        usual = stem in spelled and (len(stem) > 1 or stem in "aio")
        return not letters or usual or profane.fullmatch(letters) is not None

    for row in labelled:
        words = row.text.split()
        short = 2 <= len(words) <= 12 and len(row.text) <= 80
        if row.label and short and _PLAIN.fullmatch(row.text) and all(map(plain, words)):
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
