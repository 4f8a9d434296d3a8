"""The page of a proposal: a register that there is not yet, made and filled by one confirmation."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.ledgers.actions import take_over
from bihuan.ledgers.deciding import decide
from bihuan.ledgers.forms import SettingsForm
from bihuan.ledgers.proposing.proposal import spec_of
from bihuan.ledgers.proposing.proposed import ColumnProposed
from bihuan.ledgers.taking import Taking
from bihuan.ledgers.trial import Outcome, imagined
from bihuan.ledgers.views.dropping import taking_of
from bihuan.ledgers.views.showing import context_of
from bihuan.ledgers.views.taken import led_on
from bihuan.lib.errors import DomainError
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import units_to_enter_for
from bihuan.registers.actions.rows import IncomingRow
from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.designing import Beside, DesignForm, spec_without
from bihuan.registers.models import Register

ALL, GOOD = "all", "good"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show what is proposed for a table, look again at what was changed, or carry it out."""
    return _Proposing(request, taking_of(request, token), number).answer()


class _Proposing:
    """One request of the page."""

    def __init__(self, request: HttpRequest, taking: Taking, number: int) -> None:
        self.request, self.taking, self.number = request, taking, number
        self.proposal = taking.proposal(number)
        data = request.POST if request.method == "POST" else None
        self.settings = SettingsForm(data, self.proposal, units_of(taking))
        self.design = DesignForm(
            data,
            initial=spec_of(self.proposal),
            extras={column.code: _beside(column) for column in self.proposal.columns},
            taken=taking.known.codes,
        )

    def answer(self) -> HttpResponse:
        """Draw the page, or carry out what it shows."""
        if self.design.is_redraw:
            self.settings.is_valid()
            return self._page({})
        spec = self._spec()
        if spec is None:
            return self._page({}, status=422)
        outcome, rows = self._outcome(spec)
        wanted = self.request.POST.get("confirm", "")
        if outcome.good and (wanted == GOOD or (wanted == ALL and not outcome.faults)):
            try:
                return self._carried_out(spec, outcome, rows)
            except DomainError as error:
                self.design.fault(error.message)
                return self._page(self._said(spec, outcome), status=error.http_status)
        status = 422 if wanted else 200
        return self._page(self._said(spec, outcome), status=status)

    def _spec(self) -> RegisterSpec | None:
        """Return the register described; None where what was posted contradicts itself."""
        if not self.design.is_bound:
            skipped = {column.code for column in self.proposal.columns if column.skip}
            return spec_without(spec_of(self.proposal), skipped)
        valid = [self.design.is_valid(), self.settings.is_valid()]
        return self.design.spec() if all(valid) else None

    def _outcome(self, spec: RegisterSpec) -> tuple[Outcome, list[IncomingRow]]:
        keys = self.design.codes() if self.design.is_bound else None
        settings = self.settings.settings()
        decision = decide(self.proposal, spec, settings, self.taking.known, keys=keys)
        register = imagined(self.taking.home, spec)
        return self.taking.outcome(self.proposal.table, decision, register, is_new=True)

    def _carried_out(
        self, spec: RegisterSpec, outcome: Outcome, rows: list[IncomingRow]
    ) -> HttpResponse:
        register, report = take_over(
            actor=self.taking.actor,
            home=self.taking.home,
            spec=spec,
            rows=rows,
            source=self.taking.source,
            handed_back=len(outcome.bad_rows),
        )
        return led_on(self.request, self.taking, register, report, self.proposal.table, outcome)

    def _said(self, spec: RegisterSpec, outcome: Outcome) -> dict[str, Any]:
        register = imagined(self.taking.home, spec)
        return context_of(self.proposal.table, register, outcome) | {"spec": spec, "shown": True}

    def _page(self, said: dict[str, Any], status: int = 200) -> HttpResponse:
        table = self.proposal.table
        settings = self.settings
        context = {
            "proposal": self.proposal,
            "table": table,
            "design": self.design,
            "settings": settings,
            "source": self.taking.source,
            "several": len(self.taking.tables) > 1,
            "tables_url": reverse("ledgers:tables", args=[self.taking.upload.token]),
            "fit_url": self._fit_url(),
            "asks_day": self._asks_day(),
            "unsure": [column for column in self.proposal.taken if not column.is_sure],
            "skipped": [column for column in self.proposal.columns if column.skip],
        }
        return render(self.request, "ledgers/proposal.html", context | said, status=status)

    def _fit_url(self) -> str:
        if self.proposal.fits is None:
            return ""
        return reverse("ledgers:fit", args=[self.taking.upload.token, self.number])

    def _asks_day(self) -> bool:
        """Tell whether nothing says of which day the rows are, so that it must be asked first."""
        day = next(column for column in self.proposal.columns if column.code == self.proposal.day)
        told = self.settings.settings() if self._settings_stand() else self.settings.proposed
        has_period = any(row.period is not None for row in self.proposal.table.rows)
        return day.at is None and told.day_otherwise is None and not has_period

    def _settings_stand(self) -> bool:
        return not self.settings.is_bound or self.settings.is_valid()


def units_of(taking: Taking, register: Register | None = None) -> list[Unit]:
    """Return the units for which rows may be entered, as a tree."""
    about = register or Register(home=taking.home, unit_kinds=[])
    units = units_to_enter_for(taking.actor, about)
    return [unit for unit in units if taking.actor.may(Permission.ENTER_RECORDS, unit)]


def _beside(column: ColumnProposed) -> Beside:
    remarks = [_("不导入：%(why)s") % {"why": column.skip}] if column.skip else []
    remarks += column.remarks
    if column.letters:
        remarks.insert(0, _("原表%(letters)s列") % {"letters": column.letters})
    return Beside(
        samples=column.samples,
        note="；".join(remarks),
        may_skip=True,
        is_skipped=bool(column.skip),
    )
