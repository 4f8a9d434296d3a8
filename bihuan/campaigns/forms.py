"""Forms of the room: they read what people write; the actions decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.campaigns.actions import (
    Deliverable,
    ItemSpec,
    PersonSpec,
    PhaseSpec,
    ReadinessSpec,
    RollCounts,
    StepSpec,
)
from bihuan.campaigns.actions.specs import (
    LONGEST_BASIS,
    LONGEST_CONTENT,
    LONGEST_DELIVERABLE,
    LONGEST_GOAL,
    LONGEST_LABEL,
    LONGEST_REASON,
    LONGEST_STEP,
    LONGEST_TITLE,
)
from bihuan.campaigns.models import CampaignStep, Way
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Unit, UnitKind

ASKED = (
    UnitKind.VILLAGE,
    UnitKind.CLINIC,
    UnitKind.SCHOOL,
    UnitKind.BRANCH,
    UnitKind.STATION,
    UnitKind.OFFICE,
    UnitKind.ENTERPRISE,
    UnitKind.TOWNSHIP,
)
_KINDS = [(kind.value, kind.label) for kind in ASKED]
WAYS = [(way.value, way.label) for way in Way]
AWAY = [(way.value, way.label) for way in Way if way is not Way.HERE]


class PlainForm(forms.Form):
    """A form whose labels end in nothing."""

    def __init__(self, data: Any = None, files: Any = None, **keys: Any) -> None:
        super().__init__(data, files, **{"label_suffix": "", **keys})


def text(label: Any, most: int, *, required: bool = True, rows: int = 0, hint: Any = "") -> Any:
    """Return a field for a line, or for a few."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput({"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget, help_text=hint
    )


class MakeForm(PlainForm):
    """A campaign from a template or from an ended one."""

    template = forms.ChoiceField(label=_("以什么为底"), widget=forms.RadioSelect)
    title = text(_("活动名称"), LONGEST_TITLE)
    begins_on = forms.DateField(label=_("开始日期"), widget=DayInput())
    ends_on = forms.DateField(label=_("结束日期"), widget=DayInput())
    basis = text(_("依据（文件名称，可不填）"), LONGEST_BASIS, required=False)

    def __init__(self, data: Any, choices: Sequence[tuple[str, str]], **keys: Any) -> None:
        super().__init__(data, **keys)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class ChangeForm(PlainForm):
    """What a campaign is called and asks."""

    title = text(_("活动名称"), LONGEST_TITLE)
    basis = text(_("依据（文件名称）"), LONGEST_BASIS, required=False)
    goal = text(_("目标要求"), LONGEST_GOAL, required=False, rows=4)
    plan_kinds = forms.MultipleChoiceField(
        label=_("哪些单位制定自己的方案"),
        choices=_KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roll_kinds = forms.MultipleChoiceField(
        label=_("哪些单位登记参学情况"),
        choices=_KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class DaysForm(PlainForm):
    """The days of a whole campaign."""

    begins_on = forms.DateField(label=_("活动从"), widget=DayInput())
    ends_on = forms.DateField(label=_("到"), widget=DayInput())


class PhaseForm(PlainForm):
    """One row of the phases; an empty name is no phase."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    label = text(_("名称"), LONGEST_LABEL, required=False)
    begins_on = forms.DateField(label=_("开始"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("结束"), required=False, widget=DayInput())
    goal = text(_("目标任务"), LONGEST_CONTENT, required=False)
    is_gated = forms.BooleanField(label=_("须经同意转段"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both days of a phase that has a name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("label"):
            for name in ("begins_on", "ends_on"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("请填写日期。"))
        return given

    def spec(self) -> PhaseSpec | None:
        """Return the phase that the row says; None for an empty row."""
        given = self.cleaned_data
        if not given.get("label"):
            return None
        return PhaseSpec(
            label=given["label"],
            begins_on=given["begins_on"],
            ends_on=given["ends_on"],
            code=given["code"],
            goal=given["goal"],
            is_gated=given["is_gated"],
        )


class StepForm(PlainForm):
    """A step of a phase; its deliverables a line each."""

    label = text(_("环节名称"), LONGEST_STEP)
    content = text(_("内容"), LONGEST_CONTENT, required=False, rows=3)
    deliverables = text(
        _("成果"),
        2000,
        required=False,
        rows=4,
        hint=_("一行一项；转段时必须有的，在前面加一个星号，如：*调研报告"),
    )

    def spec(self) -> StepSpec:
        """Return the step that the form says."""
        given = self.cleaned_data
        lines = [line.strip() for line in given["deliverables"].splitlines() if line.strip()]
        return StepSpec(
            label=given["label"],
            content=given["content"],
            deliverables=tuple(
                Deliverable(line.lstrip("*＊").strip(), line[0] in "*＊") for line in lines
            ),
        )


def written_deliverables(step: CampaignStep) -> str:
    """Return a step's deliverables as StepForm reads them."""
    return "\n".join(
        ("*" if each["is_required"] else "") + each["label"] for each in step.deliverables
    )


class ItemForm(PlainForm):
    """An item of a plan."""

    step = forms.ChoiceField(label=_("所在环节"))
    title = text(_("事项"), LONGEST_TITLE)
    content = text(_("内容"), LONGEST_CONTENT, required=False, rows=3)
    deliverable = text(_("成果"), LONGEST_DELIVERABLE, required=False)
    begins_on = forms.DateField(label=_("开始日期"), widget=DayInput())
    due_on = forms.DateField(label=_("完成日期"), widget=DayInput())
    is_required = forms.BooleanField(
        label=_("规定动作（采用方案的单位可以调整，不能取消）"), required=False
    )
    lead_unit = forms.ChoiceField(label=_("牵头单位"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        steps: Sequence[CampaignStep],
        leads: Sequence[Unit],
        is_top: bool,
        may_choose_step: bool,
        **keys: Any,
    ) -> None:
        super().__init__(data, **keys)
        self.steps = {str(step.pk): step for step in steps}
        self.leads = {unit.code: unit for unit in leads}
        if may_choose_step:
            self._choose(
                "step", [(pk, f"{s.phase.label} · {s.label}") for pk, s in self.steps.items()]
            )
        else:
            del self.fields["step"]
        if is_top:
            named = [(code, str(unit)) for code, unit in self.leads.items()]
            self._choose("lead_unit", [("", _("办公室")), *named])
        else:
            del self.fields["is_required"], self.fields["lead_unit"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def spec(self) -> ItemSpec:
        """Return the item that the form says."""
        given = self.cleaned_data
        return ItemSpec(
            title=given["title"],
            begins_on=given["begins_on"],
            due_on=given["due_on"],
            content=given["content"],
            deliverable=given["deliverable"],
            is_required=bool(given.get("is_required")),
            lead_unit=self.leads.get(given.get("lead_unit") or ""),
            step=self.steps.get(given.get("step") or ""),
        )


class ReasonForm(PlainForm):
    """Why something is not done."""

    reason = text(_("理由"), LONGEST_REASON)


class CountForm(PlainForm):
    """What a unit counted of those who take part."""

    should = forms.IntegerField(label=_("应参加（名）"), min_value=0, max_value=100_000)
    took_part = forms.IntegerField(label=_("已参加（名）"), min_value=0, max_value=100_000)
    away_should = forms.IntegerField(
        label=_("其中外出应参加"), min_value=0, max_value=100_000, required=False
    )
    away_took_part = forms.IntegerField(
        label=_("其中外出已参加"), min_value=0, max_value=100_000, required=False
    )
    ways = forms.MultipleChoiceField(
        label=_("外出人员的参加方式"),
        choices=AWAY,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    counted_on = forms.DateField(label=_("统计日期"), widget=DayInput())

    def counts(self) -> RollCounts:
        """Return the counts that the form says."""
        given = self.cleaned_data
        return RollCounts(
            should=given["should"],
            took_part=given["took_part"],
            counted_on=given["counted_on"],
            away_should=given["away_should"] or 0,
            away_took_part=given["away_took_part"] or 0,
            ways=tuple(given["ways"]),
        )


class PersonForm(PlainForm):
    """One who takes part."""

    label = text(_("标识"), 40, hint=_("用职务或编号，如：党员01；不必写姓名"))
    is_away = forms.BooleanField(label=_("外出（流动党员）"), required=False)
    way = forms.ChoiceField(label=_("参加方式"), choices=[("", _("未定")), *WAYS], required=False)
    took_part_on = forms.DateField(
        label=_("参加日期（还没参加的不填）"), required=False, widget=DayInput()
    )

    def spec(self) -> PersonSpec:
        """Return the person that the form says."""
        given = self.cleaned_data
        return PersonSpec(given["label"], given["is_away"], given["way"], given["took_part_on"])


class UploadForm(PlainForm):
    """A workbook of a roll."""

    file = forms.FileField(label=_("填好的名册（Excel）"))


class ReadinessForm(PlainForm):
    """A line of the readiness list."""

    label = text(_("事项"), 60)
    unit_of_measure = text(_("单位"), 10, required=False)
    needed = forms.IntegerField(label=_("需要"), min_value=1, max_value=1_000_000)
    in_place = forms.IntegerField(label=_("已到位"), min_value=0, max_value=1_000_000)
    due_on = forms.DateField(label=_("到位期限"), required=False, widget=DayInput())
    note = text(_("备注"), 120, required=False)

    def spec(self) -> ReadinessSpec:
        """Return the line that the form says."""
        given = self.cleaned_data
        return ReadinessSpec(
            label=given["label"],
            needed=given["needed"],
            in_place=given["in_place"],
            unit_of_measure=given["unit_of_measure"],
            due_on=given["due_on"],
            note=given["note"],
        )
