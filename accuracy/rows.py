"""A row is one text with what is known of it. Files of rows are JSON lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# What a message may hold at most; longer texts of a source are left out.
LONGEST = 4096


@dataclass(frozen=True)
class Span:
    """Where one piece of personal data lies, in characters (code points)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """One text. `label` is 1 for what a filter ought to find; rows of one `group` stay in one half.

    `dealt` is the half of a row that was dealt to it otherwise than by hash.
    """

    id: str
    text: str
    label: int
    source: str
    group: str = ""
    detail: str = ""
    dealt: str = ""
    spans: list[Span] = field(default_factory=list)

    def half(self) -> str:
        """`dev` or `test`, by the SHA-256 of the text (or of the group, where rows share one origin)."""
        if self.dealt:
            return self.dealt
        digest = hashlib.sha256((self.group or self.text).encode()).digest()
        return "dev" if digest[0] % 2 == 0 else "test"

    def to_json(self) -> str:
        """The row as one line."""
        values: dict[str, object] = {"id": self.id, "text": self.text, "label": self.label, "source": self.source}
        if self.group:
            values["group"] = self.group
        if self.detail:
            values["detail"] = self.detail
        if self.dealt:
            values["dealt"] = self.dealt
        if self.spans:
            values["spans"] = [{"type": span.kind, "start": span.start, "end": span.end} for span in self.spans]
        return json.dumps(values, ensure_ascii=False)


def usable(rows: Iterable[Row]) -> Iterator[Row]:
    """Without empty texts, texts that no message can hold, and repetitions of one text."""
    seen: set[str] = set()
    for row in rows:
        if row.text.strip() and len(row.text.encode()) <= LONGEST and row.text not in seen:
            seen.add(row.text)
            yield row


def write(path: Path, rows: Iterable[Row]) -> int:
    """Writes the rows and says how many there are."""
    lines = [row.to_json() for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return len(lines)


def read(path: Path) -> list[Row]:
    """The rows of a file."""
    rows = []
    # Not `splitlines`: texts hold line separators that JSON leaves as they are.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            values = json.loads(line)
            spans = [Span(span["type"], span["start"], span["end"]) for span in values.pop("spans", [])]
            rows.append(Row(spans=spans, **values))
    return rows
