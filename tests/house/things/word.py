"""Templates made in Word that addresses are about, in the first town."""

from dataclasses import dataclass
from functools import cached_property

from bihuan.documents.actions import add_word_template
from bihuan.documents.actions.word import read_upload
from bihuan.documents.models import WordTemplate
from bihuan.documents.word.tests.files import word_file
from tests.house.things.cast import Things


@dataclass(frozen=True)
class WordThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def word_template(self) -> WordTemplate:
        """Return a Word template of the town without placeholders."""
        return add_word_template(
            actor=self.cast.actor("clerk"),
            unit=self.cast.town,
            code="monthly",
            kind="报告",
            title="道路建设月报",
            upload=read_upload(word_file("正文"), "月报.docx"),
        )
