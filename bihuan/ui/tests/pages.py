"""Addresses for tests only: a page that fails, a page refused by a rule, a page of components."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, RequestContext, Template
from django.urls import path

from bihuan.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from bihuan.ui.tables import Cell, Head, Row
from bihuan.urls import urlpatterns as site

REFUSALS = {
    "invalid": Invalid("完工日期不能晚于今天，请改正。"),
    "not-allowed": NotAllowed("您的账号没有“审核”的权限，请与管理员联系。"),
    "not-found": NotFound("没有这条记录。"),
    "conflict": Conflict("别人刚改过这条记录，请比较两个版本。"),
}
GALLERY = """{% extends "ui/base.html" %}{% load ui %}
{% block title %}构件{% endblock %}{% block heading %}构件{% endblock %}
{% block actions %}{% include "ui/components/download.html" with url="#" %}{% endblock %}
{% block content %}
{% figure text="27.2公里" url="#" records=12 waiting=1 %} {% status "draft" %} {% status "void" %}
{% include "ui/components/table.html" %}
{% include "ui/components/pager.html" with shown=2 next_url="?after=2" %}
{% include "ui/components/form.html" with label="保存" %}
<button type="button" hx-get="/refused/not-allowed/" hx-target="#part">取</button>
<div id="part"></div>
{% include "ui/components/opener.html" with id="void" label="作废" tone="bad" icon="ban" %}
{% include "ui/components/confirm.html" with id="void" title="作废？" label="作废" form=None %}
{% endblock %}"""


class RoadForm(forms.Form):
    """A form with a control of each kind."""

    name = forms.CharField(label="路段", help_text="与公示的名称一致。")
    length = forms.DecimalField(label="里程", max_value=50)
    surface = forms.ChoiceField(label="路面", choices=[("a", "水泥"), ("b", "沥青")])
    money = forms.ChoiceField(
        label="资金", widget=forms.RadioSelect, choices=[("a", "补助"), ("b", "自筹")]
    )
    shown = forms.BooleanField(label="已公示", required=False)
    proof = forms.FileField(label="佐证", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components with contents of real size."""
    heads = [Head("路段", sort_url="?sort=name"), Head("里程", "公里", is_number=True)]
    cells = [Cell("村部至第一组的通组公路硬化工程", url="#"), Cell("2.50", is_number=True)]
    context = {"caption": "道路", "heads": heads, "rows": [Row(cells)] * 40, "form": RoadForm()}
    return HttpResponse(render_source(GALLERY, request, context))


def render_source(
    source: str, request: HttpRequest | None = None, context: dict[str, object] | None = None
) -> str:
    """Render a template given as text, with the context processors where there is a request."""
    given = RequestContext(request, context) if request else Context(context)
    return Template(source).render(given)


def refused(request: HttpRequest, how: str) -> HttpResponse:
    """Raise the DomainError of that name."""
    raise REFUSALS[how]


def broken(request: HttpRequest) -> HttpResponse:
    """Fail as a defect of the program would."""
    raise RuntimeError("a defect")


def forbidden(request: HttpRequest) -> HttpResponse:
    """Refuse as Django does."""
    raise PermissionDenied


def missing(request: HttpRequest) -> HttpResponse:
    """Be missing as Django says it."""
    raise Http404


urlpatterns = [
    *site,
    path("gallery/", gallery),
    path("refused/<str:how>/", refused),
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("missing/", missing),
]
