"""Forms for keeping units, people, posts and teams; the actions decide."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.forms import DayInput, UnitField
from bihuan.orgs.models import (
    Account,
    Person,
    Post,
    PostKind,
    PostTerm,
    Schooling,
    Team,
    TeamKind,
    Unit,
    UnitKind,
)
from bihuan.orgs.models.team import roles_of

if TYPE_CHECKING:
    PersonField = forms.ModelChoiceField[Person]
    AccountField = forms.ModelChoiceField[Account]
else:
    PersonField = AccountField = forms.ModelChoiceField

CODE_HINT = _("可以不填，按名称的拼音给出；设好后不能改")


def people_of(home: Unit) -> QuerySet[Person]:
    """Return the people of an administration, to choose from."""
    return Person.objects.filter(home=home).select_related("unit").order_by("sort_order", "code")


class PersonChoice(PersonField):
    """A person, named with the unit, so that namesakes are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.unit.name}）"


class NewUnitForm(forms.Form):
    """A unit below another one."""

    name = forms.CharField(label=_("名称"), max_length=80)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *UnitKind.choices])
    opened_on = forms.DateField(label=_("设立日期"), widget=DayInput())
    code = forms.CharField(label=_("代码"), max_length=40, required=False, help_text=CODE_HINT)
    division_code = forms.CharField(
        label=_("区划代码"), max_length=12, required=False, help_text=_("县6位、乡9位、村12位数字")
    )
    sort_order = forms.IntegerField(
        label=_("排序"), min_value=0, max_value=99999, initial=0, help_text=_("小的排在前面")
    )


class UnitForm(forms.Form):
    """What may change in a unit."""

    name = forms.CharField(label=_("名称"), max_length=80)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    division_code = forms.CharField(label=_("区划代码"), max_length=12, required=False)
    sort_order = forms.IntegerField(label=_("排序"), min_value=0, max_value=99999)


class CloseUnitForm(forms.Form):
    """From when a unit is closed, and which one stands in its place."""

    closed_on = forms.DateField(label=_("撤销日期"), widget=DayInput())
    successor = UnitField(
        Unit.objects.none(),
        label=_("接续单位"),
        required=False,
        help_text=_("合并、改名时填写；以前的记录仍归原单位"),
    )
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["successor"]
        assert isinstance(field, UnitField)
        field.units = units

    def units_offered(self) -> list[Unit]:
        """Return the units that the field offers."""
        field = self.fields["successor"]
        assert isinstance(field, UnitField)
        return field.offered()


class PersonForm(forms.Form):
    """What is known of a person: no more than the work needs."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    birth_year = forms.IntegerField(
        label=_("出生年份"), required=False, help_text=_("四位年份；用于队伍结构，可以不填")
    )
    schooling = forms.TypedChoiceField(
        label=_("学历"),
        choices=[("", _("未登记")), *Schooling.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    sort_order = forms.IntegerField(label=_("排序"), min_value=0, max_value=99999, initial=0)


class NewPersonForm(PersonForm):
    """A person of a unit."""

    code = forms.CharField(label=_("代码"), max_length=60, required=False, help_text=CODE_HINT)


class PostForm(forms.Form):
    """A post."""

    title = forms.CharField(label=_("职务名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类别"), choices=PostKind.choices)
    sort_order = forms.IntegerField(label=_("排序"), min_value=0, max_value=99999, initial=0)


class NewPostForm(PostForm):
    """A post of a unit."""

    code = forms.CharField(label=_("代码"), max_length=60, required=False, help_text=CODE_HINT)


class TermForm(forms.Form):
    """Who holds a post from when."""

    person = PersonChoice(Person.objects.none(), label=_("任职人员"), empty_label=_("请选择"))
    from_on = forms.DateField(label=_("任职日期"), widget=DayInput())

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = people_of(post.home)


class TeamForm(forms.Form):
    """What may change in a team."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=TeamKind.choices)


class NewTeamForm(TeamForm):
    """A team of a unit."""

    from_on = forms.DateField(label=_("成立日期"), widget=DayInput())
    code = forms.CharField(label=_("代码"), max_length=60, required=False, help_text=CODE_HINT)


class MemberForm(forms.Form):
    """Who has which role in a team from when."""

    person = PersonChoice(Person.objects.none(), label=_("人员"), empty_label=_("请选择"))
    role = forms.ChoiceField(label=_("职务"))
    from_on = forms.DateField(label=_("起始日期"), widget=DayInput())
    sort_order = forms.IntegerField(
        label=_("排序"), min_value=0, max_value=99999, initial=0, help_text=_("同一职务里的先后")
    )

    def __init__(self, *args: Any, team: Team, **options: Any) -> None:
        super().__init__(*args, **options)
        choice, role = self.fields["person"], self.fields["role"]
        assert isinstance(choice, forms.ModelChoiceField)
        assert isinstance(role, forms.ChoiceField)
        choice.queryset = people_of(team.home)
        role.choices = [(each, each) for each in roles_of(team.kind)]


class PostHandoverForm(forms.Form):
    """Who takes over a post, from when, and whether all that goes with it."""

    person = PersonChoice(Person.objects.none(), label=_("接收人"), empty_label=_("请选择"))
    on = forms.DateField(
        label=_("交接日期"), widget=DayInput(), help_text=_("从这一天起由接收人担任")
    )
    with_duties = forms.BooleanField(
        label=_("工作组、联系点、联络的党支部一并移交"), required=False, initial=True
    )

    def __init__(self, *args: Any, term: PostTerm, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = people_of(term.post.home).exclude(pk=term.person_id)


class AccountChoice(AccountField):
    """An account by display name and user name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name}（{obj.username}）"


class AccountHandoverForm(forms.Form):
    """Which account takes over the roles, from when."""

    to_account = AccountChoice(
        Account.objects.none(), label=_("接收的账号"), empty_label=_("请选择")
    )
    on = forms.DateField(label=_("交接日期"), widget=DayInput(), help_text=_("今天或以后"))
    deactivate = forms.BooleanField(label=_("交接后停用原账号"), required=False)

    def __init__(self, *args: Any, accounts: QuerySet[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["to_account"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = accounts.filter(is_active=True).order_by("username")
