"""Forms of the room: they read what people write; the actions decide."""

from bihuan.rectification.forms.filtering import FilterForm
from bihuan.rectification.forms.opening import GroupsForm, HandOverForm, ProblemForm
from bihuan.rectification.forms.planning import (
    AnswerForm,
    MeasureForm,
    MoneyForm,
    PlanForm,
    RequestForm,
)
from bihuan.rectification.forms.settling import (
    DecisionForm,
    LookBackForm,
    NoteForm,
    PublicForm,
    SatisfactionForm,
    VerifyForm,
)

__all__ = [
    "AnswerForm",
    "DecisionForm",
    "FilterForm",
    "GroupsForm",
    "HandOverForm",
    "LookBackForm",
    "MeasureForm",
    "MoneyForm",
    "NoteForm",
    "PlanForm",
    "ProblemForm",
    "PublicForm",
    "RequestForm",
    "SatisfactionForm",
    "VerifyForm",
]
