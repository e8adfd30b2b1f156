"""The report: the prose of report.md around the tables that were measured."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import tables

if TYPE_CHECKING:
    from measure import Measured

HERE = Path(__file__).parent


def versions() -> dict[str, str]:
    """The pinned version of each package, by name."""
    found: dict[str, str] = {}
    for file in ("requirements.txt", "data.txt"):
        for line in (HERE / file).read_text(encoding="utf-8").split("\n"):
            pinned = re.match(r"([\w.-]+)==([^\s\\;]+)", line)
            if pinned:
                found[pinned.group(1).lower().replace("_", "-")] = pinned.group(2)
    found |= json.loads((HERE / "peers" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    crate = re.search(
        r'rustrict = "=([^"]+)"', (HERE / "peers" / "rustrict" / "Cargo.toml").read_text(encoding="utf-8")
    )
    if crate:
        found["rustrict"] = crate.group(1)
    return found


def write(measured: Measured, half: str) -> str:
    """The whole report."""
    parts: dict[str, Callable[[], str]] = {
        "half": lambda: "test" if half == "test" else "development",
        "targets": lambda: tables.targets(measured),
        "toxic": lambda: tables.toxic(measured),
        "lists": lambda: tables.lists(measured),
        "benign": lambda: tables.benign(measured),
        "words": lambda: tables.words(measured),
        "disguises": lambda: tables.disguises(measured),
        "personal": lambda: tables.personal(measured),
        "personal-kinds": lambda: tables.personal_kinds(measured),
        "seconds": lambda: tables.seconds(measured),
    }
    of_packages = versions()

    def part(found: re.Match[str]) -> str:
        name = found.group(1)
        return of_packages[name.removeprefix("version ")] if name.startswith("version ") else parts[name]()

    text = (HERE / "report.md").read_text(encoding="utf-8")
    return re.sub(r"\{\{(.+?)\}\}", part, text)
