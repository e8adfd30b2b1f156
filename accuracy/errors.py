"""What was missed and accused, row by row, for those who write the rules. Of the development half only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engines import Prediction
from rows import Row

if TYPE_CHECKING:
    from measure import Measured


def of_file(rows: Sequence[Row], predictions: Sequence[Prediction], terms: Sequence[str]) -> Iterator[str]:
    """A line for each error. A disguise is one only where its plain sentence was found."""
    found = {row.id for row, prediction in zip(rows, predictions, strict=True) if prediction.hit}
    for row, said in zip(rows, terms, strict=True):
        hit = row.id in found
        plain = row.detail if row.detail.startswith("base:") else ""
        if hit != bool(row.label) and (not plain or plain in found):
            yield f"{'accused' if hit else 'missed'}\t{row.source}\t{said if hit else ''}\t{row.text!r}\n"


def write(measured: Measured, predictions: Path, directory: Path) -> None:
    """One file for each file of rows: kind of error, source, terms found, text."""
    directory.mkdir(parents=True, exist_ok=True)
    for file, found in measured.filters.get("channel-flow", {}).items():
        lines = (predictions / f"{file}.jsonl").read_text(encoding="utf-8").split("\n")
        terms = [", ".join(span["term"] for span in json.loads(line)["spans"]) for line in lines if line]
        (directory / f"{file}.tsv").write_text("".join(of_file(measured.rows[file], found, terms)), encoding="utf-8")
