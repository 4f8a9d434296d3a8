"""What happened to a document on its way, and what can be fetched of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.exchange.models import ExchangeStep, Standing, StepKind
from bihuan.ui.history import Event

TONES: dict[str, str] = {
    Standing.SENT: "warn",
    Standing.RECEIVED: "info",
    Standing.RETURNED: "bad",
    Standing.ANSWERED: "good",
}
_LOOKS = {
    StepKind.SEND: ("send", "plain"),
    StepKind.RECEIPT: ("rubber-stamp", "info"),
    StepKind.RETURN: ("arrow-back-up", "bad"),
    StepKind.ANSWER: ("circle-check", "good"),
    StepKind.NOTE: ("eye", "plain"),
}


@dataclass(frozen=True)
class Answer:
    """What came of a document: words, and perhaps a document with its files."""

    step: ExchangeStep

    @property
    def files(self) -> list[tuple[str, str]]:
        """Return label and address of each file of the answer."""
        if self.step.docx_id is None:
            return []
        return [
            (label, reverse("exchange:step_file", args=[self.step.pk, form]))
            for label, form in (("Word", "docx"), ("PDF", "pdf"))
        ]


def events_of(steps: Iterable[ExchangeStep]) -> list[Event]:
    """Return steps as events, the newest first."""
    events = []
    for step in steps:
        kind = StepKind(step.kind)
        icon, tone = _LOOKS[kind]
        said = [step.text, f"{step.number} {step.title}".strip()]
        note = _("；").join(filter(None, said))
        events.append(Event(str(kind.label), step.by_name, step.at, note, icon, tone))
    return events[::-1]


def outcome_of(steps: Sequence[ExchangeStep]) -> Answer | None:
    """Return the return or answer among steps, if there is one."""
    ended = (StepKind.RETURN, StepKind.ANSWER)
    return next((Answer(step) for step in steps if step.kind in ended), None)


def replies_of(steps: Iterable[ExchangeStep]) -> list[tuple[str, str]]:
    """Return label and address of each signed reply that has to be carried to the sender."""
    return [
        (str(step.get_kind_display()), reverse("exchange:step_file", args=[step.pk, "zip"]))
        for step in steps
        if step.package_file_id is not None
    ]
