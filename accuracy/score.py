"""Counts and their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rows import Span

# The two-sided 95 % quantile of the normal distribution.
_QUANTILE = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, with its 95 % Wilson score interval."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share itself; of nothing, it is not a number."""
        return self.part / self.whole if self.whole else math.nan

    def interval(self) -> tuple[float, float]:
        """The bounds that hold the true share in 95 of 100 samples like this one."""
        if not self.whole:
            return 0.0, 1.0
        square = _QUANTILE**2 / self.whole
        centre = (self.value + square / 2) / (1 + square)
        spread = self.value * (1 - self.value) / self.whole + _QUANTILE**2 / (4 * self.whole**2)
        reach = _QUANTILE / (1 + square) * math.sqrt(spread)
        return max(0.0, centre - reach), min(1.0, centre + reach)


def matches(found: Span, labelled: Span) -> bool:
    """Whether both are of one kind and share at least half of either."""
    shared = min(found.end, labelled.end) - max(found.start, labelled.start)
    longer = max(found.end - found.start, labelled.end - labelled.start)
    return found.kind == labelled.kind and 2 * shared >= longer > 0


@dataclass
class Matches:
    """What a finder found of what is labelled: rightly, wrongly, and not at all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: Iterable[Span], labelled: Sequence[Span]) -> None:
        """Counts one text; each labelled span can be found rightly once."""
        open_spans = list(labelled)
        for span in found:
            partner = next((other for other in open_spans if matches(span, other)), None)
            if partner is None:
                self.wrong += 1
            else:
                open_spans.remove(partner)
                self.right += 1
        self.missed += len(open_spans)

    @property
    def precision(self) -> Share:
        """How much of what was found is right."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """How much of what is labelled was found."""
        return Share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _f1(Share(self.right, self.right + self.wrong + self.missed).value)

    def f1_interval(self) -> tuple[float, float]:
        """F1 grows with the share of right ones among right, wrong and missed; so do its bounds."""
        low, high = Share(self.right, self.right + self.wrong + self.missed).interval()
        return _f1(low), _f1(high)


def _f1(jaccard: float) -> float:
    return 2 * jaccard / (1 + jaccard)
