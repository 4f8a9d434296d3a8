"""Forms of the level above: mapping, filling, sending. One that lists rows needs those rows."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import ABOVE, CONTENT, INSIDE, OUTSIDER, UNSEEN, Row
from tests.house.world import World

CLERK = frozenset({"clerk"})
CLERKS = CLERK | OUTSIDER
UNLISTED = UNSEEN | (INSIDE - ABOVE)
"""Those who may not know of a filled form that lists the whole town's rows."""


def _form(world: World) -> Mapping[str, Any]:
    return {"pk": world.report_form.pk}


def _filled(world: World) -> Mapping[str, Any]:
    return {"pk": world.filled_form.pk}


ROWS = [
    Row("reporting:list", {200: CONTENT}),
    Row("reporting:new", {200: CLERKS}),
    Row("reporting:form", {200: INSIDE, 404: UNSEEN}, _form),
    Row("reporting:details", {200: CLERK, 404: UNSEEN}, _form),
    Row("reporting:blank", {200: INSIDE, 404: UNSEEN}, _form),
    Row("reporting:new_blank", {200: CLERK, 404: UNSEEN}, _form),
    Row("reporting:proposals", {200: CLERK, 404: UNSEEN}, _form),
    Row("reporting:mapping", {200: CLERK, 404: UNSEEN}, _form),
    Row("reporting:checks", {200: CLERK, 404: UNSEEN}, _form),
    Row("reporting:comparison", {200: CLERK, 404: UNSEEN}, _form),
    Row(
        "reporting:fillings",
        {302: CLERK, 404: UNSEEN},
        _form,
        method="post",
        given={"period": "2009-12"},
    ),
    Row("reporting:filled", {200: ABOVE, 404: UNLISTED}, _filled),
    Row("reporting:file", {200: ABOVE, 404: UNLISTED}, _filled),
    Row(
        "reporting:gaps",
        {302: CLERK, 404: UNLISTED},
        _filled,
        method="post",
        given={"sheet": "月报", "cell": "B9", "text": "3", "source": "交管站合同"},
    ),
    Row(
        "reporting:sending",
        {302: CLERK, 404: UNLISTED},
        _filled,
        method="post",
        given={"sent_on": "2010-02-03", "sent_to": "市交通局", "reason": "缺口由市局统计"},
    ),
    Row(
        "reporting:correction",
        {302: CLERK, 404: UNLISTED},
        lambda world: {"pk": world.sent_form.pk},
        method="post",
        given={"reason": "漏报一条"},
    ),
]
