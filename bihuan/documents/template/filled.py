"""A text that ran; a filled template with its paper and what stands in the way of its issue."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bihuan.documents.paper import Annex, Block, Paper, StatedFigure
from bihuan.documents.template.blocks import split_annexes
from bihuan.documents.template.faults import Fault
from bihuan.documents.template.front_matter import FrontMatter
from bihuan.documents.template.stating import AskedFigure
from bihuan.lib import clock


@dataclass(frozen=True)
class FilledDocument:
    """A filled template.

    `asked` has, for each of `figures`, what exactly was asked. `faults` (a placeholder that names
    no figure) and `pending` (figures that nothing answers) stand in the way of issue; `warnings`
    do not.
    """

    paper: Paper
    figures: list[StatedFigure]
    faults: list[Fault]
    pending: list[StatedFigure]
    asked: list[AskedFigure] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def may_be_issued(self) -> bool:
        """Tell whether nothing stands in the way of issue."""
        return not self.faults and not self.pending


@dataclass(frozen=True)
class Run:
    """What came of running a text: its marks stand for `figures` and for `words` of records."""

    text: str
    figures: list[StatedFigure]
    asked: list[AskedFigure]
    words: list[str]
    faults: list[Fault]
    warnings: list[Fault]


def paper_of(
    front: FrontMatter, blocks: tuple[Block, ...], figures: Sequence[StatedFigure]
) -> Paper:
    """Return the paper of a filled text, as a preview; issue makes it final."""
    text, annexes = split_annexes(blocks)
    if front.figure_register and figures:
        annexes += (Annex(_("数据来源登记表"), (), is_figure_register=True),)
    return Paper(
        title=front.title,
        issuer_mark=front.issuer_mark,
        blocks=text,
        number=front.number_shown(clock.today().year),
        signer=front.signer,
        recipients=front.recipients,
        annexes=annexes,
        signed_by=front.signed_by,
        signed_on=front.signed_on,
        note=front.note,
        cc=front.cc,
        printed_by=front.printed_by,
        printed_on=front.printed_on,
        figures=tuple(figures),
        layout=front.laid_out,
        present=front.present,
        absent=front.absent,
        observers=front.observers,
        reported_to=front.reported_to,
        sent_to=front.sent_to,
        issued_to=front.issued_to,
        copies=front.copies,
        signer_post=front.signer_post,
        is_sealed=front.seal,
    )
