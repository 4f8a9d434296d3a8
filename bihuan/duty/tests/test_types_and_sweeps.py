"""The office's own types with what they are counted under, and sweeps that found nothing."""

import pytest

from bihuan.duty.access import types_in
from bihuan.duty.actions import add_type, adopt_types, close_type, map_type, report_zero
from bihuan.duty.models import Dispute, DisputeType, FormType, TypeMapping, ZeroReport
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

Types = dict[str, DisputeType]


def test_nineteen_and_fifteen_types_come_along_and_each_own_type_is_mapped(
    cast: Cast, types: Types
) -> None:
    assert FormType.objects.filter(home=cast.town, form="monthly").count() == 19
    assert FormType.objects.filter(home=cast.town, form="judicial").count() == 15
    assert TypeMapping.objects.filter(home=cast.town).count() == 2 * len(types)
    again = adopt_types(actor=cast.actor("clerk"), home=cast.town)
    assert {each.pk for each in again} == {each.pk for each in types.values()}
    assert FormType.objects.filter(home=cast.town).count() == 34


def test_a_finer_type_is_counted_as_its_coarse_one_until_said_otherwise(
    cast: Cast, types: Types
) -> None:
    actor = cast.actor("clerk")
    made = add_type(
        actor=actor, home=cast.town, code="drainage", label="邻里排水", parent=types["family"]
    )
    codes = dict(made.mappings.values_list("form", "form_type__code"))
    assert codes == {"monthly": "family", "judicial": "marriage"}
    neighbours = FormType.objects.get(home=cast.town, form="judicial", code="neighbours")
    map_type(actor=actor, type=made, form="judicial", form_type=neighbours)
    assert made.mappings.get(form="judicial").form_type == neighbours
    with pytest.raises(Invalid):
        map_type(actor=actor, type=made, form="monthly", form_type=neighbours)
    in_order = [each.code for each in types_in(cast.town)]
    assert in_order.index("drainage") == in_order.index("family") + 2
    close_type(actor=actor, type=made)
    assert "drainage" not in [each.code for each in types_in(cast.town)]


def test_only_a_keeper_changes_types(cast: Cast, types: Types) -> None:
    for who in ("village_reporter", "leader", "outsider"):
        with pytest.raises(NotAllowed):
            add_type(actor=cast.actor(who), home=cast.town, code="x", label="别的")
    assert not DisputeType.objects.filter(code="x").exists()
    assert types


def test_a_zero_report_is_one_word_and_the_same_word_again(cast: Cast) -> None:
    actor, village = cast.actor("village_reporter"), cast.villages[0]
    first = report_zero(actor=actor, unit=village)
    assert (first.first.isoformat(), first.last.isoformat()) == ("2010-02-01", "2010-02-15")
    assert report_zero(actor=actor, unit=village) == first
    assert ZeroReport.objects.count() == 1
    month = report_zero(actor=cast.actor("clerk"), unit=cast.town)
    assert (month.first.day, month.last.day) == (1, 28)
    with pytest.raises(NotAllowed):
        report_zero(actor=actor, unit=cast.villages[1])


def test_where_something_was_found_it_is_no_zero_report(cast: Cast, dispute: Dispute) -> None:
    Dispute.objects.filter(pk=dispute.pk).update(found_on="2010-02-02")
    with pytest.raises(Invalid, match="不是零报告"):
        report_zero(actor=cast.actor("village_reporter"), unit=cast.villages[0])
