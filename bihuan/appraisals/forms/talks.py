"""Forms of talks; and what forms that concern persons share."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.actions import ReminderSpec
from bihuan.appraisals.actions.talks import (
    LONGEST_BASIS,
    LONGEST_CONCLUSION,
    LONGEST_FACTS,
    LONGEST_REASON,
    LONGEST_REPLY,
    LONGEST_WHO,
)
from bihuan.appraisals.models import Poll, TalkState
from bihuan.lib import clock
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Account, Person

OFF = {"autocomplete": "off"}
CHOOSE = ("", _("请选择"))
Choices = list[Any]
REPLIED = "reply"
STATES = [("", _("全部")), *TalkState.choices, (REPLIED, _("收到说明，待看"))]


class People(forms.Form):
    """A form of these pages: no colon behind labels."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})

    def choose(self, name: str, choices: Choices) -> None:
        """Offer choices in a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def words(label: Any, most: int, rows: int = 3, **keys: Any) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **keys
    )


def line(label: Any, most: int, **keys: Any) -> forms.CharField:
    """Return a field of one line."""
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(OFF), **keys)


class TalkFilterForm(People):
    """Which talks are listed."""

    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)


class TalkForm(People):
    """Whom to talk with, on what facts; nobody is proposed, the list is that of units and posts."""

    person = forms.ChoiceField(label=_("和谁谈"))
    facts = words(
        _("事实"),
        LONGEST_FACTS,
        5,
        help_text=_("写清楚时间、事情和影响；测评的分数和名次不能作为理由"),
    )
    basis = line(_("依据"), LONGEST_BASIS, help_text=_("哪次会议的决定、哪条规定"))
    poll = forms.ChoiceField(label=_("有关的测评（可不选，只记名称）"), required=False)
    recorder = forms.ChoiceField(
        label=_("记录人（可不选）"),
        required=False,
        help_text=_("选了以后，这位文书可以看到这次谈话，登记谈话和本人交来的说明"),
    )

    def __init__(
        self,
        data: Any,
        people: Iterable[Person],
        polls: Iterable[Poll],
        recorders: Iterable[Account],
    ) -> None:
        super().__init__(data)
        self._people = {str(one.pk): one for one in people}
        self._polls = {str(one.pk): one for one in polls}
        self._recorders = {str(one.pk): one for one in recorders}
        groups: dict[str, Choices] = {}
        for key, one in self._people.items():
            groups.setdefault(str(one.unit), []).append((key, one.name))
        self.choose("person", [CHOOSE, *groups.items()])
        polls_offered = [(key, f"{one.title}（{one.on}）") for key, one in self._polls.items()]
        self.choose("poll", [("", _("不选")), *polls_offered])
        if not polls_offered:
            del self.fields["poll"]
        self.choose("recorder", recorder_choices(self._recorders.values()))

    def person_chosen(self) -> Person:
        """Return who was chosen."""
        return self._people[self.cleaned_data["person"]]

    def spec(self) -> ReminderSpec:
        """Return what was written."""
        given = self.cleaned_data
        return ReminderSpec(
            facts=given["facts"],
            basis=given["basis"],
            poll=self._polls.get(given.get("poll", "")),
            recorder=self._recorders.get(given["recorder"]),
        )


def recorder_choices(recorders: Iterable[Account]) -> Choices:
    """Return accounts that may write a talk down, and nobody."""
    return [("", _("不指定")), *((str(one.pk), str(one)) for one in recorders)]


class RecorderForm(People):
    """Who writes a talk down."""

    recorder = forms.ChoiceField(label=_("记录人"), required=False)

    def __init__(self, data: Any, recorders: Sequence[Account], now: UUID | None = None) -> None:
        super().__init__(data, prefix="recorder", initial={"recorder": str(now or "")})
        self._recorders = {str(one.pk): one for one in recorders}
        self.choose("recorder", recorder_choices(recorders))

    def chosen(self) -> Account | None:
        """Return who was chosen."""
        return self._recorders.get(self.cleaned_data["recorder"])


class HoldForm(People):
    """When and by whom a talk was held."""

    on = forms.DateField(label=_("谈话日期"), widget=DayInput())
    by = line(_("谈话人（职务）"), LONGEST_WHO)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="hold", initial={"on": clock.today()})


class ReplyForm(People):
    """What the person says to it; the day only where somebody else writes it down."""

    text = words(_("说明"), LONGEST_REPLY, 5)
    given_on = forms.DateField(label=_("本人交来的日期"), widget=DayInput())

    def __init__(self, data: Any = None, *, is_own: bool) -> None:
        super().__init__(data, prefix="reply", initial={"given_on": clock.today()})
        if is_own:
            del self.fields["given_on"]


class ConclusionForm(People):
    """How a talk ends."""

    conclusion = words(_("结论"), LONGEST_CONCLUSION, 4)


class PeopleReasonForm(People):
    """Why something is withdrawn or made void."""

    reason = line(_("理由"), LONGEST_REASON)
