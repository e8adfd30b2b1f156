"""The programs that are measured, and how each is run over a file of rows."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from rows import Span

# What the categories of the lexicon are called; a message is hit if something of these was found.
LEXICON = {"profanity", "sexual", "slur", "insult", "threat", "self-harm", "drugs", "hate"}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Prediction:
    """What an engine said of one row."""

    hit: bool
    spans: list[Span]


@dataclass(frozen=True)
class Tools:
    """Where the engines are installed."""

    channel_flow: Path
    rustrict: Path
    python: Path
    node: Path
    rulebook: Path | None = None

    def filters(self) -> dict[str, list[str]]:
        """Word filters by name, channel-flow with its default rulebook (or the one given) first."""
        rulebook = ["--rulebook", str(self.rulebook)] if self.rulebook else []
        scripts = str(HERE / "peers" / "node.mjs"), str(HERE / "peers" / "words.py")
        return {
            "channel-flow": [str(self.channel_flow), *rulebook],
            "rustrict": [str(self.rustrict)],
            "obscenity": ["node", scripts[0], "obscenity", str(self.node)],
            "@2toad/profanity": ["node", scripts[0], "@2toad/profanity", str(self.node)],
            "bad-words": ["node", scripts[0], "bad-words", str(self.node)],
            "better-profanity": [str(self.python), scripts[1], "better-profanity"],
            "alt-profanity-check": [str(self.python), scripts[1], "alt-profanity-check"],
        }

    def finders(self) -> dict[str, list[str]]:
        """Finders of personal data by name, channel-flow with every kind first."""
        script = str(HERE / "peers" / "persons.py")
        return {
            "channel-flow": [str(self.channel_flow), "--rulebook", str(HERE / "personal.yaml")],
            "presidio": [str(self.python), script, "presidio"],
            "scrubadub": [str(self.python), script, "scrubadub"],
        }


def run(command: list[str], rows: Path, out: Path) -> float:
    """Runs an engine over a file of rows, and says how many seconds it took."""
    out.parent.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    if Path(command[0]).name == "channel-flow":
        arguments = ["evaluate", str(rows), "--predictions", str(out), "--unlabelled", *command[1:]]
        subprocess.run([command[0], *arguments], check=True, stdout=subprocess.DEVNULL)
    else:
        with rows.open("rb") as source, out.open("wb") as target:
            subprocess.run(command, check=True, stdin=source, stdout=target)
    return time.monotonic() - start


def read(path: Path, expected: int) -> list[Prediction]:
    """The predictions of a file; that one is missing would shift all that follow, so it is an error."""
    predictions = []
    for number, line in enumerate(line for line in path.read_text(encoding="utf-8").split("\n") if line):
        values = json.loads(line)
        if values["row"] != number:
            raise ValueError(f"{path}: expected row {number}, found row {values['row']}")
        hit = bool(LEXICON.intersection(values["categories"])) if "categories" in values else bool(values["hit"])
        spans = [Span(span["rule"], span["start"], span["end"]) for span in values.get("spans", [])]
        predictions.append(Prediction(hit, spans))
    if len(predictions) != expected:
        raise ValueError(f"{path}: expected {expected} rows, found {len(predictions)}")
    return predictions
