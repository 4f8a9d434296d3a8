"""Forms of the way to issue: whom to ask, what to say, which numbers are void."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.documents.asking import accounts_to_ask, units_to_ask
from bihuan.documents.models import Document, Outcome
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Account, Unit


class UnitsField(forms.ModelMultipleChoiceField[Unit]):
    """Units by their whole names: short ones (小港) may be the village's or the town's."""

    def label_from_instance(self, obj: Unit) -> str:
        """Return how a unit stands in the list."""
        return str(obj.name)


class PartiesForm(forms.Form):
    """Which units and persons of the document's administration are asked."""

    units = UnitsField(
        Unit.objects.none(),
        label=_("单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("选中的单位已经不在名单里，请刷新页面重选。")},
    )
    accounts = forms.ModelMultipleChoiceField(
        Account.objects.none(),
        label=_("个人"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("选中的人已经不在名单里，请刷新页面重选。")},
    )

    def __init__(self, data: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        for name, rows in (
            ("units", units_to_ask(document)),
            ("accounts", accounts_to_ask(document)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = rows


class RoundForm(PartiesForm):
    """Whom a draft is sent to for comment, until when, with what word."""

    due_on = forms.DateField(
        label=_("请于何日前反馈"),
        widget=DayInput(),
        help_text=_("到期没有答复的不作任何处理，只是提醒。"),
        error_messages={"required": _("请写反馈日期。"), "invalid": _("请写成 2010-02-03。")},
    )
    message = forms.CharField(
        label=_("附言"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("请对方着重看哪里，可以不写。"),
    )
    field_order = ("due_on", "message", "units", "accounts")


class SettlementForm(forms.Form):
    """What became of a comment."""

    outcome = forms.ChoiceField(choices=Outcome.choices)
    reason = forms.CharField(required=False, max_length=300)


class CorrectionForm(forms.Form):
    """Why an issued document is corrected."""

    reason = forms.CharField(
        label=_("更正原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("哪一处错了，应是什么；两份公文的页面上都会写明。"),
        error_messages={"required": _("请写更正原因。")},
    )


class SkippedNumbersForm(forms.Form):
    """Which numbers no document bears, and why."""

    first = forms.IntegerField(label=_("起号"), min_value=1, max_value=99_999)
    last = forms.IntegerField(label=_("止号"), min_value=1, max_value=99_999)
    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("如：纸上跳号；用印有误，作废。"),
        error_messages={"required": _("请写原因。")},
    )
