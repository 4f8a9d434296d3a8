"""Forms of the room."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.models import Issue
from bihuan.exchange.fingerprints import TYPED_GROUPS
from bihuan.exchange.models import Correspondent
from bihuan.exchange.rules import LONGEST_NAME, LONGEST_TEXT
from bihuan.orgs.models import Unit

UNIT, CORRESPONDENT = "unit", "correspondent"


class SendingForm(forms.Form):
    """To whom a document goes: an administration of this server, or a correspondent."""

    to = forms.ChoiceField(
        label=gettext_lazy("送给"),
        error_messages={"required": gettext_lazy("请选收文单位。")},
    )

    def __init__(
        self, data: Any, units: Sequence[Unit], correspondents: Sequence[Correspondent]
    ) -> None:
        super().__init__(data, label_suffix="")
        self.receivers: dict[str, Unit | Correspondent] = {
            f"{UNIT}-{unit.pk}": unit for unit in units
        }
        self.receivers |= {f"{CORRESPONDENT}-{each.pk}": each for each in correspondents}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (key, str(each) if isinstance(each, Unit) else _("%(name)s（公文包）") % {"name": each})
            for key, each in self.receivers.items()
        ]

    @property
    def receiver(self) -> Unit | Correspondent:
        """Return who was chosen, once the form is valid."""
        return self.receivers[self.cleaned_data["to"]]


class ReasonForm(forms.Form):
    """Why a document is returned."""

    reason = forms.CharField(
        label=gettext_lazy("退回的理由"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写清要改什么，来文单位照着修改后另发一份。"),
        error_messages={"required": gettext_lazy("请写明退回的理由。")},
    )


class AnswerForm(forms.Form):
    """The answer: words, or an issued document of one's own."""

    text = forms.CharField(
        label=gettext_lazy("答复内容"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    issue = forms.ChoiceField(
        label=gettext_lazy("或以已签发的公文答复"),
        required=False,
        help_text=gettext_lazy("批复、复函先在“公文”里起草签发，再在这里选。"),
    )

    def __init__(self, data: Any, issues: Iterable[Issue]) -> None:
        super().__init__(data, label_suffix="")
        self.issues = {str(issue.pk): issue for issue in issues}
        field = self.fields["issue"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("不选，只用文字答复")),
            *((key, f"{issue} {issue.document}") for key, issue in self.issues.items()),
        ]

    @property
    def chosen(self) -> Issue | None:
        """Return the document that was chosen, if any, once the form is valid."""
        return self.issues.get(self.cleaned_data["issue"])


class PackageForm(forms.Form):
    """A package file."""

    package = forms.FileField(
        label=gettext_lazy("公文包文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text=gettext_lazy("对方从“收发文”下载的 .zip 文件，不要解压，也不要重新压缩。"),
        error_messages={"required": gettext_lazy("请选公文包文件。")},
    )


class CorrespondentForm(forms.Form):
    """The key of another office, and what its paper says."""

    name = forms.CharField(
        label=gettext_lazy("单位名称"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("照对方盖章的纸上写的。"),
    )
    key = forms.FileField(
        label=gettext_lazy("对方的公钥文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".key"}),
        error_messages={"required": gettext_lazy("请选对方的公钥文件。")},
    )
    typed = forms.CharField(
        label=gettext_lazy("指纹最后四组"),
        max_length=100,
        help_text=gettext_lazy("照纸上印的输入；不要从电脑上复制，电脑上的可能被人换过。"),
    )
    assert TYPED_GROUPS == 4, "the label says four"


class WithdrawalForm(forms.Form):
    """Why a key is trusted no longer."""

    reason = forms.CharField(label=gettext_lazy("停用理由"), max_length=200)
