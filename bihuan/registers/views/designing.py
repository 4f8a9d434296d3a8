"""Defining a register in the browser: the editor, what a change would do, closing and reopening."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import (
    accounts_by_role,
    columns_beside,
    register_to_define,
    registers_visible_to,
)
from bihuan.registers.actions import close_register, define_register, reopen_register
from bihuan.registers.actions.specs import RegisterSpec
from bihuan.registers.consequences import Consequence, burden, consequences
from bihuan.registers.designing import DesignForm
from bihuan.registers.errors import ConceptHeld, RegisterChangedMeanwhile
from bihuan.registers.forms import ClosingForm
from bihuan.registers.likeness import alike
from bihuan.registers.links import register_url
from bihuan.registers.models import Register, Version
from bihuan.registers.standing import retired_of, spec_of
from bihuan.registers.views.asking import actor_of

MOST_ALIKE = 3
LONGEST_NOTE = 400


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_register(request: HttpRequest) -> HttpResponse:
    """Describe a register that there is not yet."""
    actor = actor_of(request)
    actor.require(Permission.DEFINE_REGISTERS)
    homes = homes_of(actor, Permission.DEFINE_REGISTERS)
    asked = request.POST.get("home") or request.GET.get("home", "")
    home = next((each for each in homes if each.code == asked), homes[0] if homes else None)
    if home is None or not actor.may(Permission.DEFINE_REGISTERS, home):
        raise NotAllowed(_("台账由乡镇或县设置，您的账号没有整个单位的权限。"))
    return _Editing(request, actor, home, None, homes).answer()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def design(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a register says; what that would do is shown before it is done."""
    actor = actor_of(request)
    register = register_to_define(actor, code, request.GET.get("home", ""))
    return _Editing(request, actor, register.home, register).answer()


@login_required
@require_POST
def closure(request: HttpRequest, code: str) -> HttpResponse:
    """Close a register, with a reason."""
    actor = actor_of(request)
    register = register_to_define(actor, code, request.GET.get("home", ""))
    close_register(actor=actor, register=register, reason=request.POST.get("reason", ""))
    messages.success(request, _("已停用“%(register)s”。") % {"register": register})
    return HttpResponseRedirect(register_url(register, "design"))


@login_required
@require_POST
def reopening(request: HttpRequest, code: str) -> HttpResponse:
    """Open a closed register again."""
    actor = actor_of(request)
    register = register_to_define(actor, code, request.GET.get("home", ""))
    reopen_register(actor=actor, register=register)
    messages.success(request, _("已恢复“%(register)s”，可以继续登记。") % {"register": register})
    return HttpResponseRedirect(register_url(register, "design"))


class _Editing:
    """One request of the editor: drawn, judged, weighed, carried out."""

    def __init__(
        self,
        request: HttpRequest,
        actor: Actor,
        home: Unit,
        register: Register | None,
        homes: list[Unit] | None = None,
    ) -> None:
        self.request, self.actor, self.home, self.register = request, actor, home, register
        self.homes = homes or []
        self.edition = _edition(request, register)
        self.has_records = (
            register is not None and Version.objects.filter(register_id=register.pk).exists()
        )
        columns = list(register.columns.all()) if register else []
        self.form = DesignForm(
            request.POST if request.method == "POST" else None,
            initial=spec_of(register) if register else None,
            retired=retired_of(register) if register else (),
            locked=[column.code for column in columns] if self.has_records else (),
            taken=set() if register else set(_codes_in(home)),
            saved=register is not None,
        )

    def answer(self) -> HttpResponse:
        """Draw the editor, show what a change would do, or carry it out."""
        form = self.form
        if self.request.method != "POST" or form.is_redraw:
            return self._page()
        if not form.is_valid() or self._is_like_another():
            return self._page(status=422)
        spec = form.spec()
        if not self._try(spec):
            return self._page(status=422)
        found = self._consequences(spec)
        grave = any(each.tone == "bad" for each in found)
        agreed = not grave or "agreed" in self.request.POST
        if "confirm" not in self.request.POST or not agreed:
            unsaid = "confirm" in self.request.POST and not agreed
            return self._review(spec, found, asks=grave, status=422 if unsaid else 200)
        try:
            register = self._define(spec, _note(found))
        except (Invalid, RegisterChangedMeanwhile) as error:
            form.fault(error.message)
            return self._page(status=error.http_status)
        messages.success(self.request, _("已保存“%(register)s”的设置。") % {"register": register})
        sees = registers_visible_to(self.actor).filter(pk=register.pk).exists()
        return HttpResponseRedirect(register_url(register, "table" if sees else "design"))

    def _define(self, spec: RegisterSpec, note: str) -> Register:
        return define_register(
            actor=self.actor,
            home=self.home,
            spec=spec,
            edition=self.edition,
            is_new=self.register is None,
            note=note,
        )

    def _try(self, spec: RegisterSpec) -> bool:
        """Carry the change out and take it back, so that whatever would refuse it is said now."""
        try:
            with transaction.atomic():
                self._define(spec, "")
                transaction.set_rollback(True)
        except ConceptHeld as error:
            self._show_held(error)
        except RegisterChangedMeanwhile as error:
            # What is shown next is weighed against what stands now.
            assert self.register is not None
            self.edition = Register.objects.values_list("edition", flat=True).get(
                pk=self.register.pk
            )
            self.form.fault(error.message)
        except Invalid as error:
            self.form.fault(error.message)
        else:
            return True
        return False

    def _show_held(self, error: ConceptHeld) -> None:
        self.form.fault(error.message, error.column)
        part = self.form.part_of(error.column)
        if part is not None and self._sees(error.held.register):
            part.held = _alike(error.held, sees=True)

    def _is_like_another(self) -> bool:
        """Put beside each new or renamed column those elsewhere that it is like; tell if any is."""
        before = self.form.initial
        known = {c.label for c in before.columns} if before else set()
        known |= {c.label for c in self.form.retired}
        others = [(c.label, c) for c in columns_beside(self.home, self.register)]
        visible = None
        for part in self.form.kept_columns:
            label, kind = part.cleaned_data["label"], part.cleaned_data["type"]
            if label in known or kind == "long_text" or part.cleaned_data["anyway"]:
                continue
            found = alike(label, others)[:MOST_ALIKE]
            if found and visible is None:
                visible = set(registers_visible_to(self.actor).values_list("pk", flat=True))
            part.alike = [_alike(c, sees=c.register_id in (visible or set())) for c in found]
        return any(part.alike for part in self.form.kept_columns)

    def _sees(self, register: Register) -> bool:
        return registers_visible_to(self.actor).filter(pk=register.pk).exists()

    def _consequences(self, spec: RegisterSpec) -> list[Consequence]:
        if self.register is None:
            return []
        holders = accounts_by_role(self.home)
        return consequences(self.actor, self.register, spec, holders)

    # -- pages

    def _page(self, status: int = 200) -> HttpResponse:
        register = self.register
        context = {
            "design": self.form,
            "register": register,
            "home": self.home,
            "homes": self.homes,
            "edition": self.edition,
            "has_records": self.has_records,
            "closing_form": ClosingForm(auto_id="closing_%s"),
            "closure_url": register_url(register, "closure") if register else "",
            "reopening_url": register_url(register, "reopening") if register else "",
            "table_url": register_url(register) if register and self._sees(register) else "",
        }
        return render(self.request, "registers/design.html", context, status=status)

    def _review(
        self, spec: RegisterSpec, found: list[Consequence], *, asks: bool, status: int
    ) -> HttpResponse:
        before = spec_of(self.register) if self.register else None
        context: dict[str, Any] = {
            "register": self.register,
            "home": self.home,
            "spec": spec,
            "consequences": found,
            "asks": asks,
            "burden": burden(before, spec, self._a_year()),
            "unsaid": status != 200,
            "posted": [
                (name, value)
                for name, values in self.request.POST.lists()
                for value in values
                if name not in ("csrfmiddlewaretoken", "confirm", "agreed", "edition")
            ],
            "edition": self.edition,
        }
        return render(self.request, "registers/design_review.html", context, status=status)

    def _a_year(self) -> int:
        if not self.has_records or self.register is None:
            return 0
        year = clock.today() - dt.timedelta(days=365)
        rows = Version.objects.current().filter(register_id=self.register.pk, date__gt=year)
        return rows.count()


def _edition(request: HttpRequest, register: Register | None) -> UUID | None:
    if register is None:
        return None
    if request.method != "POST":
        return register.edition
    try:
        return UUID(request.POST.get("edition", ""))
    except ValueError as error:
        raise Invalid(_("这一页不完整，请重新打开后再改。")) from error


def _codes_in(home: Unit) -> list[str]:
    return list(Register.objects.filter(home=home).values_list("code", flat=True))


def _alike(column: Any, *, sees: bool) -> dict[str, str]:
    register = column.register
    url = register_url(register) if sees else ""
    return {"register": register.label, "column": column.label, "url": url}


def _note(found: list[Consequence]) -> str:
    return "".join(each.text for each in found)[:LONGEST_NOTE]
