"""A questionnaire as its pages show it: the fields of each question, what it adds, its address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bihuan.questionnaires.actions.holding import asked_of
from bihuan.questionnaires.models import Question, Questionnaire
from bihuan.questionnaires.rules.asked import Asked, minutes
from bihuan.questionnaires.rules.reading import name_of

STATE_TONES = {"draft": "warn", "open": "good", "closed": "plain", "void": "bad"}


@dataclass(frozen=True)
class Choice:
    """One option to tick."""

    number: int
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """The options of a question, or of one row of a matrix."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class FieldShown:
    """One question as the one who answers sees it."""

    question: Question
    asked: Asked
    name: str
    lines: list[Line]
    value: str
    error: str
    condition: str  # in words, for who sees the whole list

    @property
    def when(self) -> str:
        """Return the options on which it is shown, for the script."""
        return ",".join(map(str, sorted(self.asked.shown_when)))

    @property
    def decider(self) -> str:
        """Return the name of the field it depends on, empty where it is always shown."""
        return name_of(self.asked.shown_if) if self.asked.shown_if else ""


def fields_of(
    questionnaire: Questionnaire,
    given: Callable[[str], Sequence[str]] = lambda _name: (),
    wrong: Mapping[int, str] | None = None,
) -> list[FieldShown]:
    """Return the questions with what was given already, and what is wrong with it."""
    pairs = asked_of(questionnaire)
    return [
        FieldShown(
            question=question,
            asked=asked,
            name=name_of(asked.position),
            lines=[_line(asked, row, given) for row in asked.rows_asked] if asked.options else [],
            value=next(iter(given(name_of(asked.position))), ""),
            error=(wrong or {}).get(asked.position, ""),
            condition=_condition(asked, [each for _question, each in pairs]),
        )
        for question, asked in pairs
    ]


def _line(asked: Asked, row: int, given: Callable[[str], Sequence[str]]) -> Line:
    name = name_of(asked.position, row)
    chosen = set(given(name))
    return Line(
        name,
        asked.rows[row - 1] if row else "",
        [Choice(n, label, str(n) in chosen) for n, label in enumerate(asked.options, 1)],
    )


def _condition(asked: Asked, everything: Sequence[Asked]) -> str:
    decider = next((each for each in everything if each.position == asked.shown_if), None)
    if decider is None:
        return ""
    labels = [decider.options[n - 1] for n in sorted(asked.shown_when) if n <= len(decider.options)]
    return _("第%(n)d题选了“%(o)s”的请答") % {"n": decider.position, "o": "”“".join(labels)}


@dataclass(frozen=True)
class Burden:
    """What a questionnaire asks of each who answers, told before it is opened."""

    questions: int
    required: int
    minutes: int
    texts: int

    @property
    def sentence(self) -> str:
        """Return it in a sentence."""
        said = _("每人%(n)d题（必答%(r)d题），约%(m)d分钟。") % {
            "n": self.questions,
            "r": self.required,
            "m": self.minutes,
        }
        if self.texts > 2:
            said += _("要写字的有%(n)d题，写字最费时间，能改成选择的请改。") % {"n": self.texts}
        return said


def burden_of(questionnaire: Questionnaire) -> Burden:
    """Work out what a questionnaire asks; one statement."""
    asked = [each for _question, each in asked_of(questionnaire)]
    return Burden(
        questions=len(asked),
        required=sum(each.required for each in asked),
        minutes=minutes(asked),
        texts=sum(each.kind == "text" for each in asked),
    )


def answering_path(questionnaire: Questionnaire) -> str:
    """Return where residents answer: below the public room, wherever it mounts these pages."""
    for name in ("answering:questionnaire", "public:answering:questionnaire"):
        try:
            return reverse(name, kwargs={"slug": questionnaire.slug})
        except NoReverseMatch:
            continue
    return f"/q/{questionnaire.slug}/"


def answering_url(request: HttpRequest, questionnaire: Questionnaire, code: str = "") -> str:
    """Return the whole address; a code stands behind #, which no server ever gets."""
    site: str = getattr(settings, "BIHUAN_PUBLIC_URL", "")
    path = answering_path(questionnaire)
    url = f"{site.rstrip('/')}{path}" if site else request.build_absolute_uri(path)
    return f"{url}#{code}" if code else url


def qr(url: str, label: str = "") -> SafeString:
    """Draw an address as a QR code in SVG; correction level M, as it is printed and creased."""
    code = segno.make_qr(url, error="m")
    drawn = code.svg_inline(border=2, omitsize=True, svgclass="q-qr", lineclass=None, title=label)
    return mark_safe(drawn)  # noqa: S308 (made by segno of an address of our own)
