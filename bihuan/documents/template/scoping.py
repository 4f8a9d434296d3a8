"""Where and when a placeholder looks: the document's scope, narrowed at its place."""

import datetime as dt
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.documents.template.values import RowValue
from bihuan.figures.asking import Scope
from bihuan.figures.periods import Period, parse_period
from bihuan.lib.errors import Invalid
from bihuan.orgs.models import Unit


class Scoping:
    """Reads the `unit` and `period` of placeholders; each unit is looked up once."""

    def __init__(self, unit: Unit, period: Period, as_of: dt.datetime | None) -> None:
        self.unit = unit
        self.period = period
        self.as_of = as_of
        self._units: dict[str, Unit] = {}

    def narrowed(self, unit: object = None, period: object = None) -> Scope:
        """Return the document's scope with a unit (code, name, or a row's unit) and a period.

        Raises Invalid where there is no such unit in the document's administration.
        """
        days = self.period if period is None else parse_period(str(period))
        return Scope(self.unit if unit is None else self._unit(unit), days, self.as_of)

    def key(self, scope: Scope) -> str:
        """Return the scope as text: `unit@first..last`, or `unit@all`."""
        if scope.period is None:
            return f"{scope.unit.code}@all"
        first, last = scope.period
        return f"{scope.unit.code}@{first}..{last}"

    def _unit(self, wanted: object) -> Unit:
        raw = wanted.raw if isinstance(wanted, RowValue) else wanted
        name = str(raw)
        if name not in self._units:
            self._units[name] = self._found(raw)
        return self._units[name]

    def _found(self, raw: object) -> Unit:
        within = Unit.objects.under(self.unit.home.path).select_related("home")
        if isinstance(raw, UUID):
            matches = list(within.filter(pk=raw)[:1])
        else:
            name = str(raw)
            matches = list(within.filter(code=name)[:1]) or list(
                within.filter(Q(name=name) | Q(short_name=name))[:2]
            )
        if len(matches) == 1:
            return matches[0]
        said = (
            _("有几个单位都叫“%(name)s”，请改写单位代码。")
            if matches
            else _("没有名为“%(name)s”的单位，请检查代码或名称。")
        )
        raise Invalid(said % {"name": raw})
