"""Sentences with personal data: the templates of presidio-evaluator, filled by its own generator."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from rows import Row, Span

SEED = 20260101
SENTENCES = 12_000

# The generator's name of a placeholder, and what the kind is called here. Names of people and places,
# plain dates and driving licences are not among them: no kind of channel-flow looks for those.
KINDS = {
    "email": "email-address",
    "phone_number": "phone-number",
    "credit_card_number": "card-number",
    "iban": "iban",
    "ssn": "national-id",
    "ip_address": "ip-address",
    "date_of_birth": "date-of-birth",
    "url": "link",
}


def halves(templates: Mapping[int, set[str]]) -> dict[int, str]:
    """One half for each template (and the kinds in it): those of one kind are dealt in turn, in the
    order of their hashes, the rarest kind first, so that each half sees every kind in unseen templates.
    """

    def order(template: int) -> str:
        return hashlib.sha256(f"template {template}".encode()).hexdigest()

    frequency = Counter(kind for kinds in templates.values() for kind in kinds)
    dealt: dict[int, str] = {}
    for kind in [*sorted(frequency, key=lambda kind: (frequency[kind], kind)), ""]:
        fresh = [template for template, kinds in templates.items() if template not in dealt]
        of_kind = [template for template in fresh if not kind or kind in templates[template]]
        for place, template in enumerate(sorted(of_kind, key=order)):
            dealt[template] = ("dev", "test")[place % 2]
    return dealt


def sentences() -> Iterator[Row]:
    """Filled templates, one template in one half only; those without personal data are among them."""
    from faker.providers.date_time import Provider
    from presidio_evaluator.data_generator import PresidioSentenceFaker, presidio_additional_entity_providers

    class Moments(Provider):
        """The generator's own moments end now, and so would differ from run to run."""

        def date_time(self, **_: object) -> datetime:
            return self.date_time_between(datetime(1970, 1, 1), datetime(2026, 1, 1))

    mapping = {name: KINDS.get(name, "") for name in PresidioSentenceFaker.ENTITY_TYPE_MAPPING}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        # The people are made up while the generator is built, before it takes its seed.
        PresidioSentenceFaker.seed(SEED)
        generator = PresidioSentenceFaker(
            locale="en_US",
            lower_case_ratio=0.05,
            entity_providers=[*presidio_additional_entity_providers, Moments],
            entity_type_mapping=mapping,
            random_seed=SEED,
        )
        samples = generator.generate_new_fake_sentences(SENTENCES)
    templates: dict[int, set[str]] = defaultdict(set)
    for sample in samples:
        templates[sample.template_id].update(span.entity_type for span in sample.spans if span.entity_type)
    dealt = halves(templates)
    for number, sample in enumerate(samples):
        spans = sorted(
            (
                Span(span.entity_type, span.start_position, span.end_position)
                for span in sample.spans
                if span.entity_type
            ),
            key=lambda span: span.start,
        )
        yield Row(
            f"personal:{number}",
            sample.full_text,
            int(bool(spans)),
            "personal",
            group=f"template {sample.template_id}",
            dealt=dealt[sample.template_id],
            spans=spans,
        )
