"""Forms for residents: few fields, one question each, and what is wrong said in plain words."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.opinions.models import LONGEST_TEXT, Giver
from bihuan.opinions.phrases import LONGEST_TYPED
from bihuan.opinions.sealing import LONGEST as LONGEST_CONTACT
from bihuan.orgs.models import Unit

GIVERS = (
    Giver.VILLAGER,
    Giver.REPRESENTATIVE,
    Giver.MEMBER,
    Giver.DELEGATE,
    Giver.VILLAGE_CADRE,
    Giver.TEACHER,
    Giver.BUSINESS,
    Giver.VETERAN,
)
LONGEST_PLACE = 120
_OFF = {"autocomplete": "off"}


def new_token() -> str:
    """Return what tells this form from every other, so that it counts once however often sent."""
    return secrets.token_urlsafe(18)


class RaiseForm(forms.Form):
    """What somebody raises."""

    unit = forms.ChoiceField(
        label=_("哪个村、哪里的事"),
        error_messages={"required": _("请选一个村；说不清的选最后一项。")},
    )
    text = forms.CharField(
        label=_("什么事"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 7}),
        error_messages={
            "required": _("请写下是什么事。"),
            "max_length": _("写得太长了，请分成几次提交。"),
            "null_characters_not_allowed": _("内容里有打不出来的字符，请删掉后重新提交。"),
        },
    )
    place = forms.CharField(
        label=_("具体地点"), max_length=LONGEST_PLACE, required=False, widget=forms.TextInput(_OFF)
    )
    giver = forms.ChoiceField(label=_("您是"), required=False)
    contact = forms.CharField(
        label=_("电话或微信"),
        max_length=LONGEST_CONTACT,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )
    token = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, places: Sequence[Unit]) -> None:
        super().__init__(data, initial={"token": new_token()}, label_suffix="")
        self._by_code = {place.code: place for place in places}
        names: list[tuple[str, Any]] = [(c, str(place)) for c, place in self._by_code.items()]
        if len(names) > 1:
            names = [("", _("请选择")), *names[1:], (names[0][0], _("全镇或说不清"))]
        unit, giver = self.fields["unit"], self.fields["giver"]
        assert isinstance(unit, forms.ChoiceField)
        assert isinstance(giver, forms.ChoiceField)
        unit.choices = names
        giver.choices = [("", _("不说明")), *((each.value, each.label) for each in GIVERS)]
        for name in ("place", "contact"):
            self.fields[name].error_messages["null_characters_not_allowed"] = _(
                "这一栏里有打不出来的字符，请删掉后重新提交。"
            )

    def place_chosen(self) -> Unit:
        """Return the unit that was chosen."""
        return self._by_code[self.cleaned_data["unit"]]


class FollowingForm(forms.Form):
    """Number and phrase, as they stand on the slip."""

    number = forms.CharField(
        label=_("编号"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "2026-0012"}),
        error_messages={"required": _("请填写回执上的编号。")},
    )
    phrase = forms.CharField(
        label=_("口令"),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请填写回执上的口令。")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class AnswerForm(forms.Form):
    """Whether it is solved, which they need not say, how satisfied they are, and a word on it."""

    is_solved = forms.ChoiceField(
        label=_("您反映的事"),
        choices=[("yes", _("解决了")), ("no", _("没有解决"))],
        required=False,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(label=_("您对办理结果"), widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("想说的话"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(data, label_suffix="")
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = list(choices)
        answer.error_messages["required"] = _("请选一项。")
        self.fields["is_solved"].error_messages["invalid_choice"] = _("请选“解决了”或“没有解决”。")

    @property
    def said_solved(self) -> bool | None:
        """Return whether they said that it is solved; None where they did not say."""
        return {"yes": True, "no": False}.get(self.cleaned_data["is_solved"])
