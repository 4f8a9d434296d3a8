"""Forms that register and filter cases: they read what people write; the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.duty.access import types_in
from bihuan.duty.actions import DisputeSpec, PetitionSpec
from bihuan.duty.choosing import leaders_of, units_of
from bihuan.duty.identity import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_WORDS,
    Identity,
    Somebody,
)
from bihuan.duty.models import DisputeType, Level, PetitionForm, PetitionKind
from bihuan.lib import clock
from bihuan.orgs.forms import DayInput
from bihuan.orgs.models import Person, Unit

OFF = {"autocomplete": "off"}
NOBODY = _("不写姓名、电话、住址")


class Room(forms.Form):
    """A form of the room: no colon behind labels."""

    def __init__(self, data: Any = None, **keys: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **keys})


def _text(label: Any, most: int, **keys: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(OFF), **{"required": False, **keys}
    )


def _long(label: Any, most: int, rows: int, **keys: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
        **{"required": False, **keys},
    )


class DisputeForm(Room):
    """A dispute as a village writes it down: few fields."""

    unit = forms.ModelChoiceField(label=_("哪个村（单位）"), queryset=Unit.objects.none())
    title = _text(_("什么纠纷"), 60, required=True, help_text=NOBODY)
    type = forms.ModelChoiceField(label=_("类型"), queryset=DisputeType.objects.none())
    found_on = forms.DateField(label=_("排查日期"), widget=DayInput())
    headcount = forms.IntegerField(label=_("涉及人数"), min_value=1, initial=1)
    parties = _text(
        _("当事人"), 200, help_text=_("按身份写，如“甲方：村民2户；乙方：工程队”，不写姓名")
    )
    facts = _long(_("基本情况"), 2000, 4, help_text=_("用甲方、乙方称呼；不写姓名、电话、住址"))
    first_name = _text(_("甲方姓名"), LONGEST_NAME)
    first_phone = _text(_("甲方电话"), LONGEST_PHONE)
    second_name = _text(_("乙方姓名"), LONGEST_NAME)
    second_phone = _text(_("乙方电话"), LONGEST_PHONE)

    def __init__(self, data: Any, home: Unit, units: Any) -> None:
        initial = {"found_on": clock.today(), "unit": units[0] if len(units) == 1 else None}
        super().__init__(data, initial=initial)
        self.home = home
        _choose(self, "unit", units)
        own = types_in(home)
        field = self.fields["type"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = DisputeType.objects.filter(pk__in=[each.pk for each in own])
        field.choices = [
            ("", _("请选择")),
            *((each.pk, f"　{each.label}" if each.parent_id else each.label) for each in own),
        ]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()

    @property
    def main(self) -> list[forms.BoundField]:
        """Return the fields of the dispute itself."""
        return [self[name] for name in self.fields if name not in SEALED]

    @property
    def sealed(self) -> list[forms.BoundField]:
        """Return the fields of who the parties are."""
        return [self[name] for name in self.fields if name in SEALED]

    def spec(self) -> DisputeSpec:
        """Return what is registered."""
        given = self.cleaned_data
        return DisputeSpec(
            unit=given["unit"],
            title=given["title"],
            type=given["type"],
            found_on=given["found_on"],
            headcount=given["headcount"],
            level=given.get("level") or Level.VILLAGE,
            is_major=bool(given.get("is_major")),
            parties=given["parties"],
            facts=given["facts"],
            supervised_by=given.get("supervised_by", ""),
            unit_complained_of=given.get("unit_complained_of"),
            identity=Identity(
                (
                    Somebody("甲方", given["first_name"], given["first_phone"]),
                    Somebody("乙方", given["second_name"], given["second_phone"]),
                )
            ),
        )


class KeeperDisputeForm(DisputeForm):
    """A dispute as the office writes it down: with level, weight, and the unit it complains of."""

    level = forms.ChoiceField(label=_("层级"), choices=Level.choices, initial=Level.TOWNSHIP)
    is_major = forms.BooleanField(label=_("重大纠纷"), required=False)
    supervised_by = _text(_("督办单位"), 80)
    unit_complained_of = forms.ModelChoiceField(
        label=_("涉及的单位"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("纠纷一方是某个单位时选；该单位的账号看不到这件纠纷，也不能由它调处"),
    )

    def __init__(self, data: Any, home: Unit, units: Any) -> None:
        super().__init__(data, home, units)
        _choose(self, "unit_complained_of", units_of(home).exclude(pk=home.pk))


SEALED = frozenset(
    {
        *("first_name", "first_phone", "second_name", "second_phone"),
        *("name", "phone", "address", "others", "words"),
    }
)


class PetitionNewForm(Room):
    """A petition as it is registered: who brought it and its own words go into the sealed part."""

    form = forms.ChoiceField(
        label=_("形式"), choices=PetitionForm.choices, widget=forms.RadioSelect, initial="visit"
    )
    title = _text(_("主题"), 60, required=True, help_text=NOBODY)
    kind = forms.ChoiceField(label=_("类别"), choices=PetitionKind.choices)
    unit = forms.ModelChoiceField(label=_("事情在哪里"), queryset=Unit.objects.none())
    unit_complained_of = forms.ModelChoiceField(
        label=_("被反映的单位"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("该单位的账号看不到这件事项，也不能由它办理"),
    )
    received_on = forms.DateField(label=_("收到日期"), widget=DayInput())
    headcount = forms.IntegerField(label=_("人数"), min_value=1, initial=1)
    leader = forms.ModelChoiceField(
        label=_("接访领导"), queryset=Person.objects.none(), required=False
    )
    proposal = _long(_("拟办意见"), 1000, 2, help_text=NOBODY)
    name = _text(_("姓名"), LONGEST_NAME)
    phone = _text(_("电话"), LONGEST_PHONE)
    address = _text(_("住址"), LONGEST_ADDRESS)
    others = _text(_("同来的人"), 200, help_text=_("用顿号隔开"))
    words = _long(_("反映的内容（原文）"), LONGEST_WORDS, 7)

    def __init__(self, data: Any, home: Unit) -> None:
        super().__init__(data, initial={"received_on": clock.today(), "unit": home})
        units = units_of(home)
        _choose(self, "unit", units)
        _choose(self, "unit_complained_of", units.exclude(pk=home.pk))
        _choose(self, "leader", leaders_of(home))

    @property
    def main(self) -> list[forms.BoundField]:
        """Return the fields in the clear."""
        return [self[name] for name in self.fields if name not in SEALED]

    @property
    def sealed(self) -> list[forms.BoundField]:
        """Return the fields that are sealed."""
        return [self[name] for name in self.fields if name in SEALED]

    def spec(self) -> PetitionSpec:
        """Return what is registered."""
        given = self.cleaned_data
        first = Somebody(str(_("反映人")), given["name"], given["phone"], given["address"])
        others = [each.strip() for each in given["others"].replace("，", "、").split("、")]
        return PetitionSpec(
            unit=given["unit"],
            title=given["title"],
            form=given["form"],
            kind=given["kind"],
            received_on=given["received_on"],
            headcount=given["headcount"],
            leader=given["leader"],
            proposal=given["proposal"],
            unit_complained_of=given["unit_complained_of"],
            identity=Identity(
                (first, *(Somebody(str(_("同来人")), each) for each in others if each)),
                given["words"].replace("\r\n", "\n"),
            ),
        )


class FilterForm(Room):
    """What a list is narrowed to; each field may be left empty."""

    text = _text(_("摘要里有"), 40)
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.none(), required=False, to_field_name="code"
    )
    first = forms.DateField(label=_("从"), required=False, widget=DayInput())
    last = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def __init__(self, data: Any, units: Any) -> None:
        super().__init__(data)
        _choose(self, "unit", units)

    def asked(self) -> dict[str, Any]:
        """Return what was asked for and understood."""
        self.is_valid()
        which = str(self.data.get("which", "")) if self.data else ""
        return {**{key: value for key, value in self.cleaned_data.items() if value}, "which": which}


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.empty_label = str(_("请选择") if field.required else _("（不选）"))
    field.queryset = rows
