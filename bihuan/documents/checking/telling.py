"""A report in lines of text, for a terminal."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.report import CheckedFigure, Report, Severity, Verdict
from bihuan.documents.checking.subjects import unit_end
from bihuan.figures.style import NATURE_LABELS

SEVERITY_LABELS = {
    Severity.ERROR: gettext_lazy("错误"),
    Severity.WARNING: gettext_lazy("警告"),
    Severity.NOTE: gettext_lazy("提示"),
}
VERDICT_LABELS = {
    Verdict.AGREES: gettext_lazy("相符"),
    Verdict.DIFFERS: gettext_lazy("不符"),
    Verdict.NO_RECORD: gettext_lazy("没有记录"),
    Verdict.NOT_MEASURABLE: gettext_lazy("不可核对"),
}


def report_lines(report: Report) -> Iterator[str]:
    """Yield the findings by paragraph, then the figures, then how many of each."""
    places = line_places(report.text)
    for finding in report.findings:
        where = _("全文")
        if finding.end:
            where = _("第%(number)d段") % {"number": number_at(places, finding.start)}
        label = SEVERITY_LABELS[finding.severity]
        yield f"{label}\t{where}\t{finding.message}\t[{finding.rule}]"
    for figure in report.figures:
        yield _figure_line(report, figure)
    yield summary(report)


def summary(report: Report) -> str:
    """Return one line with how many findings of each severity and figures of each verdict."""
    found, verdicts = report.counts(), report.verdicts()
    counts = [f"{SEVERITY_LABELS[each]}{found[each]}" for each in Severity]
    judged = [f"{VERDICT_LABELS[each]}{verdicts[each]}" for each in Verdict]
    words = {
        "findings": "、".join(counts),
        "count": len(report.figures),
        "verdicts": "、".join(judged),
    }
    text = _("%(findings)s；数据%(count)d个：%(verdicts)s") % words
    return text if report.is_compared else text + _("（未与台账核对）")


def line_places(text: str) -> list[int]:
    """Return where each paragraph that is not empty begins."""
    places, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            places.append(at)
        at += len(line) + 1
    return places


def number_at(places: Sequence[int], place: int) -> int:
    """Return the number of the paragraph that holds a place."""
    return max(1, bisect_right(places, place))


def stated_words(report: Report, figure: CheckedFigure) -> str:
    """Return a figure's numeral and unit as written."""
    return report.text[figure.start : unit_end(report.text, figure.stated)]


def _figure_line(report: Report, figure: CheckedFigure) -> str:
    told = [
        _("数据"),
        stated_words(report, figure),
        figure.subject or "-",
        str(NATURE_LABELS[figure.nature]),
        str(VERDICT_LABELS[figure.verdict]),
    ]
    if figure.recorded is not None:
        told.append(f"{figure.recorded.label} {figure.recorded.text} {figure.recorded.url}")
    return "\t".join(told)
