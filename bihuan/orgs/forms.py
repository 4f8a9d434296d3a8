"""Forms of the room: they read what people write; the actions decide."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, PostKind, PostTerm, ResetKind, Unit, UnitKind
from bihuan.orgs.permissions import Permission, Role

MOST_OFFERED = 500


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UnitField(forms.CharField):
    """A unit, by its name or code, from a list that is offered while one types."""

    def __init__(self, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(**options)
        self.units = units
        self.widget.attrs["list"] = "units-offered"
        self.widget.attrs["autocomplete"] = "off"

    def offered(self) -> list[Unit]:
        """Return the units to offer, at most MOST_OFFERED of them."""
        return list(self.units.select_related("parent")[:MOST_OFFERED])

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(self.units.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:2])
        if len(found) == 2:
            found = list(self.units.filter(code=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("找不到唯一的单位“%(text)s”，请从列表里选，或填写单位代码。"),
                params={"text": text},
            )
        return found[0]


class ContactPointForm(forms.Form):
    """Who of the leadership is in charge of which unit, from when."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("班子成员"), empty_label=_("请选择")
    )
    unit = UnitField(Unit.objects.none(), label=_("联系点"), help_text=_("村、站所、学校等单位"))
    from_on = forms.DateField(label=_("起始日期"), widget=DayInput())

    def __init__(self, *args: Any, home: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        terms = PostTerm.objects.on(clock.today())
        leaders = terms.filter(post__home=home, post__kind=PostKind.LEADERSHIP)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Person.objects.filter(pk__in=leaders.values("person_id"))
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = _units_of(home).exclude(kind=UnitKind.BRANCH)

    def units_offered(self) -> list[Unit]:
        """Return the units that the field offers."""
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        return field.offered()


class LiaisonForm(forms.Form):
    """Which cadre links with which branch, from when."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("联络干部"), empty_label=_("请选择")
    )
    branch = forms.ModelChoiceField(Unit.objects.none(), label=_("党支部"), empty_label=_("请选择"))
    from_on = forms.DateField(label=_("起始日期"), widget=DayInput())

    def __init__(self, *args: Any, home: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = (UnitKind.VILLAGE, UnitKind.GROUP, UnitKind.BRANCH)  # not the villages' own people
        people, branches = self.fields["person"], self.fields["branch"]
        assert isinstance(people, forms.ModelChoiceField)
        assert isinstance(branches, forms.ModelChoiceField)
        people.queryset = Person.objects.filter(home=home).exclude(unit__kind__in=kinds)
        branches.queryset = _units_of(home).filter(home=home, kind=UnitKind.BRANCH)


class EndForm(forms.Form):
    """From which day something is no longer held."""

    to_on = forms.DateField(
        label=_("结束日期"), widget=DayInput(), help_text=_("从这一天起不再担任")
    )


class AccountForm(forms.Form):
    """Who gets an account."""

    username = forms.CharField(
        label=_("用户名"), max_length=60, help_text=_("登录时填写，例如姓名的拼音")
    )
    display_name = forms.CharField(
        label=_("显示名"), max_length=60, help_text=_("页面和日志里显示的姓名或岗位")
    )
    person = forms.CharField(
        label=_("人员代码"),
        max_length=60,
        required=False,
        help_text=_("可以不填；填写后，同一人的几个账号也不能兼管账号、业务和审计"),
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor

    def clean_person(self) -> Person | None:
        """Find the person by code among those of the administrator's own administration."""
        code = self.cleaned_data["person"]
        if not code:
            return None
        own = Person.objects.filter(self.actor.within(Permission.MANAGE_ACCOUNTS, "home__path"))
        found = list(own.filter(code=code)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("本地没有代码为“%(code)s”的人员。"), params={"code": code}
            )
        return found[0]


class RoleForm(forms.Form):
    """Which role over which unit, from when."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    unit = UnitField(
        Unit.objects.none(), label=_("单位"), help_text=_("角色管到这个单位和它下面的所有单位")
    )
    from_on = forms.DateField(label=_("起始日期"), widget=DayInput())
    to_on = forms.DateField(
        label=_("结束日期"), required=False, widget=DayInput(), help_text=_("不填表示长期")
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        open_units = Unit.objects.open_on(clock.today())
        field.units = open_units.filter(actor.within(Permission.MANAGE_ACCOUNTS, "path"))

    def units_offered(self) -> list[Unit]:
        """Return the units that the field offers."""
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        return field.offered()


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea({"rows": 2}))


class LogForm(forms.Form):
    """Which entries of the log are asked for."""

    actor = forms.CharField(label=_("操作人"), required=False, max_length=60)
    action = forms.ChoiceField(label=_("操作"), required=False)
    from_on = forms.DateField(label=_("从"), required=False, widget=DayInput())
    to_on = forms.DateField(label=_("到"), required=False, widget=DayInput())
    target = forms.CharField(
        label=_("对象"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"placeholder": _("编号或说明里的字")}),
    )
    refused = forms.BooleanField(label=_("只看被拒绝的"), required=False)

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["action"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("全部")), *actions]


def _units_of(home: Unit) -> QuerySet[Unit]:
    return Unit.objects.under(home.path).open_on(clock.today())


class ResetForm(forms.Form):
    """What is asked to be reset, and why."""

    kind = forms.ChoiceField(label=_("事项"), choices=ResetKind.choices)
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea({"rows": 2}))


class SheetForm(forms.Form):
    """A filled workbook of accounts."""

    file = forms.FileField(label=_("填好的表格"), help_text=_("Excel 或 CSV"))


class AccountChangeForm(forms.Form):
    """What an account is called and whose it is."""

    display_name = forms.CharField(label=_("显示名"), max_length=60)
    person = forms.CharField(label=_("人员代码"), max_length=60, required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor

    clean_person = AccountForm.clean_person
