"""The scoring of `make accuracy`, by figures from textbooks and by hand."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "accuracy"))

from rows import Row, Span, usable
from score import Matches, Share, matches


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_the_literature(part, whole, low, high):
    assert Share(part, whole).interval() == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_quite_unknown():
    assert Share(0, 0).interval() == (0.0, 1.0)


@pytest.mark.parametrize(
    ("found", "matched"),
    [
        (Span("iban", 10, 20), True),
        (Span("iban", 10, 15), True),
        (Span("iban", 10, 14), False),
        (Span("iban", 0, 20), True),
        (Span("iban", 0, 21), False),
        (Span("iban", 20, 30), False),
        (Span("card-number", 10, 20), False),
    ],
)
def test_half_of_either_span_must_be_shared(found, matched):
    assert matches(found, Span("iban", 10, 20)) == matched


def test_a_labelled_span_is_found_rightly_once():
    counts = Matches()
    counts.add([Span("iban", 0, 4), Span("iban", 0, 5)], [Span("iban", 0, 4), Span("iban", 9, 12)])
    assert (counts.right, counts.wrong, counts.missed) == (1, 1, 1)
    assert counts.f1 == pytest.approx(0.5)


def test_the_bounds_of_f1_enclose_it():
    counts = Matches(right=90, wrong=10, missed=30)
    low, high = counts.f1_interval()
    assert counts.f1 == pytest.approx(2 * 0.9 * 0.75 / (0.9 + 0.75))
    assert low < counts.f1 < high


def test_rows_of_one_group_stay_in_one_half():
    assert {Row(str(number), f"text {number}", 0, "s", group="one").half() for number in range(50)} == {"dev"}
    assert {Row(str(number), f"text {number}", 0, "s").half() for number in range(50)} == {"dev", "test"}


def test_texts_that_no_message_can_hold_are_left_out():
    texts = ["once", "once", "  ", "é" * 2048, "é" * 2049]
    assert [row.text for row in usable(Row("", text, 0, "s") for text in texts)] == ["once", "é" * 2048]
