"""What is promised, by which measures, with whose money; what is asked of the level above."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.finance.actions import AmountSpec
from bihuan.finance.models import Payer, Phase
from bihuan.lib import clock
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Person, Unit
from bihuan.rectification.actions import AnswerSpec, Commitment, RequestSpec
from bihuan.rectification.forms.choosing import NOBODY, Plain, area, leaders_of, units_of
from bihuan.rectification.models import Horizon, Problem, Reply, UpwardRequest
from bihuan.tasks.actions import Due, TaskSpec
from bihuan.tasks.models import EvidenceNeeded, Task


class PlanForm(Plain):
    """Goal, day, how soon, whose, and what is promised to people."""

    goal = forms.CharField(label=_("整改目标"), max_length=500, widget=area(2))
    horizon = forms.ChoiceField(label=_("时限类别"), choices=Horizon.choices)
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput())
    leader = forms.ModelChoiceField(
        Person.objects.none(), label=_("牵头领导"), required=False, empty_label=NOBODY
    )
    commitment = forms.CharField(
        label=_("公开承诺"),
        max_length=500,
        required=False,
        widget=area(2),
        help_text=_("只承诺做得到的；说明办成什么样、什么时候办成。"),
    )
    reason = forms.CharField(
        label=_("改动理由"), max_length=500, required=False, help_text=_("改动已定的时限时必填")
    )

    def __init__(self, data: Any = None, *, problem: Problem, **keys: Any) -> None:
        initial = {
            "goal": problem.goal,
            "horizon": problem.horizon or Horizon.YEAR,
            "due_on": problem.due_on,
            "leader": problem.leader_id,
            "commitment": problem.commitment,
        }
        super().__init__(data, initial=initial, **keys)
        self.choice("leader").queryset = leaders_of(problem.home)
        if problem.due_on is None:
            del self.fields["reason"]

    def plan(self) -> Commitment:
        """Return the plan as it was written."""
        given = self.cleaned_data
        return Commitment(
            goal=given["goal"],
            due_on=given["due_on"],
            horizon=given["horizon"],
            commitment=given["commitment"],
            leader=given["leader"],
            reason=given.get("reason", ""),
        )


class MeasureForm(Plain):
    """A measure: what is to be done, by whom, by when."""

    title = forms.CharField(label=_("措施"), max_length=120)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("承办单位"), empty_label=_("请选择"))
    assisting = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("配合单位"),
        required=False,
        widget=forms.SelectMultiple({"size": 4}),
    )
    due_on = forms.DateField(label=_("期限"), widget=DayInput())
    milestone = forms.IntegerField(
        label=_("节点年度"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("长期整改的问题，一年一个节点；其他不填"),
    )
    requirement = forms.CharField(label=_("要求"), max_length=2000, required=False, widget=area(3))
    deliverable = forms.CharField(label=_("成果"), max_length=200, required=False)
    evidence = forms.ChoiceField(label=_("验收要求"), choices=EvidenceNeeded.choices)

    def __init__(self, data: Any = None, *, problem: Problem, **keys: Any) -> None:
        initial = {"unit": problem.unit_id, "due_on": problem.due_on}
        super().__init__(data, initial=initial, **keys)
        self.problem = problem
        for name in ("unit", "assisting"):
            self.choice(name).queryset = units_of(problem.home)

    def spec(self, position: int = 0) -> TaskSpec:
        """Return the measure as a task."""
        given = self.cleaned_data
        return TaskSpec(
            title=given["title"],
            unit=given["unit"],
            due=Due(on=given["due_on"]),
            requirement=given["requirement"],
            basis=f"整改问题 {self.problem.label}",
            deliverable=given["deliverable"],
            evidence=given["evidence"],
            leader=self.problem.leader,
            assisting=tuple(given["assisting"]),
            position=position,
            milestone=given["milestone"],
        )


class RequestForm(Plain):
    """What is asked of the level above or another authority."""

    asked_of = forms.CharField(label=_("请求对象"), max_length=80)
    subject = forms.CharField(label=_("事由"), max_length=300, widget=area(2))
    asked_on = forms.DateField(label=_("请求日期"), widget=DayInput())
    due_on = forms.DateField(label=_("盼复日期"), required=False, widget=DayInput())
    paper = forms.CharField(label=_("文号"), max_length=80, required=False)

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, initial={"asked_on": clock.today()}, **keys)

    def spec(self) -> RequestSpec:
        """Return the request as it was written."""
        return RequestSpec(**self.cleaned_data)


class AnswerForm(Plain):
    """What was answered."""

    reply = forms.ChoiceField(label=_("答复"), choices=Reply.choices, widget=forms.RadioSelect)
    answered_on = forms.DateField(label=_("收到答复日期"), widget=DayInput())
    note = forms.CharField(label=_("答复内容"), max_length=1000, widget=area())
    paper = forms.CharField(label=_("复函文号"), max_length=80, required=False)

    def __init__(self, data: Any = None, *, request: UpwardRequest, **keys: Any) -> None:
        super().__init__(data, initial={"answered_on": clock.today()}, **keys)
        self.request = request

    def spec(self) -> AnswerSpec:
        """Return the answer as it was written."""
        return AnswerSpec(**self.cleaned_data)


class MoneyForm(Plain):
    """An amount of money: for the problem or one measure, who pays, and how far it has come."""

    what = forms.ChoiceField(label=_("用于"))
    payer = forms.ChoiceField(label=_("出资方"), choices=Payer.choices)
    payer_name = forms.CharField(label=_("出资单位"), max_length=80, required=False)
    phase = forms.ChoiceField(
        label=_("阶段"), choices=Phase.choices, widget=forms.RadioSelect, initial=Phase.PLANNED
    )
    yuan = forms.DecimalField(label=_("金额（元）"), min_value=0, decimal_places=2)
    lower_bound = forms.BooleanField(label=_("原件只写了“余”的整数（如30余万元）"), required=False)
    on = forms.DateField(label=_("日期"), widget=DayInput())
    purpose = forms.CharField(label=_("用途"), max_length=80, required=False)
    paper = forms.CharField(label=_("凭据"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, measures: list[Task], **keys: Any) -> None:
        super().__init__(data, initial={"on": clock.today()}, **keys)
        self.measures = {str(task.pk): task for task in measures}
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "整个问题"), *((pk, t.title) for pk, t in self.measures.items())]
        field.required = False

    @property
    def measure(self) -> Task | None:
        """Return the measure that the money is for; None: the problem as a whole."""
        return self.measures.get(self.cleaned_data["what"])

    def spec(self, matter: str) -> AmountSpec:
        """Return the amount as it was written."""
        given = self.cleaned_data
        return AmountSpec(
            payer=given["payer"],
            payer_name=given["payer_name"],
            phase=given["phase"],
            fen=int(given["yuan"] * 100),
            on=given["on"],
            paper=given["paper"],
            lower_bound=given["lower_bound"],
            matter=matter,
            purpose=given["purpose"],
        )
