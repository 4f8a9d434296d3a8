"""What can go wrong with a Word file and its template, each in one sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bihuan.documents.word import refusals, tags
from bihuan.lib.errors import Conflict, Invalid, NotFound


class BadWordFile(Invalid):
    """A Word file that is not taken."""

    code = "bad_word_file"


class UnknownWordTemplate(NotFound):
    """No Word template of that address, or none that the actor may see."""

    code = "unknown_word_template"


class WordTemplateNotReady(Conflict):
    """The template has faults, or was made void: it cannot be filled."""

    code = "word_template_not_ready"


_SENTENCES: dict[str, str | Promise] = {
    refusals.PROTECTED: gettext_lazy("文件设了密码，请取消密码后另存，再上传。"),
    refusals.OLD_FORMAT: gettext_lazy("这是旧格式（.doc、.wps），请另存为 .docx 后再上传。"),
    refusals.BROKEN: gettext_lazy("文件不完整或已损坏，请用 Word 或 WPS 打开，另存后再上传。"),
    refusals.NOT_WORD: gettext_lazy("这不是 Word 文档，请上传 .docx 文件。"),
    refusals.STRICT: gettext_lazy("这是“严格 Open XML”格式，请另存为普通的 .docx 后再上传。"),
    refusals.TEMPLATE_FILE: gettext_lazy("这是 .dotx 模板文件，请另存为 .docx 后再上传。"),
    refusals.UNSAFE_NAMES: gettext_lazy("文件内部有不合规的路径“%(named)s”，未予打开。"),
    refusals.TOO_LARGE: gettext_lazy("文件超过 20 MB，请压缩或删去图片后再上传。"),
    refusals.UNPACKS_TOO_LARGE: gettext_lazy("文件解开后过大，未予打开。"),
    refusals.TOO_LONG: gettext_lazy("文件太长或太复杂（最多 500 页、8000 段），请拆成几份。"),
    refusals.DECLARES_ENTITIES: gettext_lazy("文件内部声明了外部实体，可能有害，未予打开。"),
    refusals.MACROS: gettext_lazy("文件带有宏，请另存为不带宏的 .docx 后再上传。"),
    refusals.OUTSIDE_TEMPLATE: gettext_lazy(
        "文件链接了外部模板“%(named)s”，请在“开发工具—文档模板”中改为 Normal 后另存，再上传。"
    ),
    refusals.OUTSIDE_PICTURE: gettext_lazy(
        "文件链接了外部图片“%(named)s”，请改为直接插入图片后再上传。"
    ),
    refusals.OUTSIDE_LINK: gettext_lazy(
        "文件链接了外部内容“%(named)s”，请断开链接后再上传；网页和邮件链接可以保留。"
    ),
    refusals.EMBEDDED: gettext_lazy(
        "文件里嵌入了对象（%(named)s，如 Excel 表、图表、控件），请改为普通表格或图片后再上传。"
    ),
    refusals.UNKNOWN_CONTENT: gettext_lazy(
        "文件里有不收的内容（%(named)s），请删去后另存，再上传。"
    ),
    refusals.UNKNOWN_FIELD: gettext_lazy(
        "文件里有不收的域（%(named)s），请选中它按 Ctrl+Shift+F9 变成文字后再上传。"
    ),
    refusals.TRACKED: gettext_lazy(
        "文件里有修订痕迹，请在“审阅”中接受或拒绝全部修订，关闭修订后再上传。"
    ),
    refusals.NOT_ASSEMBLED: gettext_lazy("填好的内容与模板对不上，请重新上传模板后再试。"),
}
_FAULTS: dict[str, str | Promise] = {
    tags.INCOMPLETE: gettext_lazy(
        "占位符“%(written)s”不完整：两边的大括号要在同一段里，中间不能有换行、制表符或图片。"
    ),
    tags.UNPAIRED_QUOTES: gettext_lazy("“%(written)s”里的引号没有成对，或有反斜杠，请改正。"),
    tags.UNKNOWN_TAG: gettext_lazy("“%(written)s”不能用：模板里只能用 if 和 for，请删去这一处。"),
    tags.NOT_PAIRED_HERE: gettext_lazy(
        "“%(written)s”没有配上对：成对的标记要在同一段里，或各自单独成段，或各自单独占表格的一行。"
    ),
    tags.IN_BOX: gettext_lazy(
        "“%(written)s”在文本框、公式或包着整行的控件里，填不到，请移到正文、表格或页眉页脚。"
    ),
    tags.NO_COLUMNS: gettext_lazy("“%(written)s”不能用：表格只能按行重复，不能按列。"),
}


def refusal(code: str, named: str) -> BadWordFile:
    """Return the error for a file that was not taken."""
    return BadWordFile(str(_SENTENCES[code]) % {"named": named})


def fault_message(code: str, written: str) -> str:
    """Return the sentence for a fault that the file alone shows."""
    return str(_FAULTS[code]) % {"written": written}


def sentences() -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes that have a sentence, of refusals and of faults."""
    return frozenset(_SENTENCES), frozenset(_FAULTS)
