"""The office's own tree of classes: shown, changed, put in order, imported, learned."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.access import SORT, homes_to_sort_in
from bihuan.opinions.actions.categories import (
    CategorySpec,
    add_category,
    import_categories,
    move_category,
    retire_category,
    update_category,
    words_in,
)
from bihuan.opinions.actions.learning import start_learning
from bihuan.opinions.forms import CategoryForm, FileForm
from bihuan.opinions.models import Category, Learned, OpinionState
from bihuan.opinions.tables import categories_in, code_of
from bihuan.opinions.views.answers import done
from bihuan.opinions.views.inbox import in_tree_order
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: HttpRequest) -> HttpResponse:
    """Show the tree, and add a class to it."""
    actor = actor_of(request)
    home = home_asked(actor, request.GET.get("home", ""))
    every = list(Category.objects.filter(home=home))
    form = CategoryForm(request.POST if request.method == "POST" else None).offer(every)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_category(actor=actor, home=home, spec=_spec(form))
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已新增类别“%(label)s”。") % {"label": made.label})
            return HttpResponseRedirect(tree_url(home))
    counted = Count("opinions", filter=Q(opinions__state=OpinionState.SORTED))
    counts = dict(
        Category.objects.filter(home=home).order_by().annotate(n=counted).values_list("pk", "n")
    )
    context = {
        "home": home,
        "homes": homes_to_sort_in(actor),
        "rows": [
            {"category": each, "depth": depth, "count": counts.get(each.pk, 0)}
            for each, depth in in_tree_order(every)
        ],
        "form": form,
        "file_form": FileForm(auto_id="import_%s"),
        "learned": Learned.objects.filter(home=home).order_by("-trained_at").first(),
        "confirmed": sum(counts.values()),
        "today": clock.today(),
    }
    status = 422 if form.errors else 200
    return render(request, "opinions/categories.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, category_id: UUID) -> HttpResponse:
    """Change one class: its words, its place, whether it is in use."""
    actor = actor_of(request)
    found = _found(actor, category_id)
    others = list(Category.objects.filter(home=found.home).exclude(pk=found.pk))
    if request.method == "POST" and (do := request.POST.get("do", "")) != "save":
        return _reordered(request, actor, found, do)
    initial = {
        "label": found.label,
        "code": found.code,
        "parent": found.parent.code if found.parent else "",
        "keywords": "、".join(found.keywords),
    }
    given = request.POST if request.method == "POST" else None
    form = CategoryForm(given, initial=initial).offer(others)
    form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            update_category(actor=actor, category=found, spec=_spec(form))
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(label)s”已保存。") % {"label": found.label})
            return HttpResponseRedirect(tree_url(found.home))
    context = {"category": found, "form": form, "tree_url": tree_url(found.home)}
    status = 422 if form.errors else 200
    return render(request, "opinions/category.html", context, status=status)


@login_required
@require_POST
def categories_import(request: HttpRequest) -> HttpResponse:
    """Take a tree from a workbook or CSV file."""
    actor = actor_of(request)
    home = home_asked(actor, request.GET.get("home", ""))
    form = FileForm(request.POST, request.FILES)

    def act() -> str:
        if not form.is_valid():
            raise Invalid(_("请选一个表格文件。"))
        file = form.cleaned_data["file"]
        specs = categories_in(file.read(), file.name, home)
        added, changed = import_categories(actor=actor, home=home, specs=specs)
        return _("已导入：新增%(a)d个类别，修改%(c)d个。") % {"a": added, "c": changed}

    return done(request, act, tree_url(home))


@login_required
@require_POST
def learning(request: HttpRequest) -> HttpResponse:
    """Learn the classes anew from what was confirmed, in the background."""
    actor = actor_of(request)
    home = home_asked(actor, request.GET.get("home", ""))

    def act() -> str:
        start_learning(actor=actor, home=home)
        return _("已在后台学习，办好后首页会提醒您。")

    return done(request, act, tree_url(home))


def home_asked(actor: Actor, code: str) -> Unit:
    """Return the administration whose tree is meant; raises NotAllowed."""
    homes = homes_to_sort_in(actor)
    if not homes:
        raise NotAllowed(_("您的账号不能设置意见类别，请与单位的系统管理员联系。"))
    return next((home for home in homes if home.code == code), homes[0])


def tree_url(home: Unit) -> str:
    """Return the page of a home's tree."""
    return reverse("opinions:categories") + "?" + urlencode({"home": home.code})


def _found(actor: Actor, category_id: UUID) -> Category:
    found = (
        Category.objects.filter(actor.within(SORT, "home__path"), pk=category_id)
        .select_related("home", "parent")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _reordered(request: HttpRequest, actor: Actor, found: Category, do: str) -> HttpResponse:
    def act() -> str:
        if do in ("up", "down"):
            move_category(actor=actor, category=found, by=-1 if do == "up" else 1)
            return _("顺序已调整。")
        on = None if do == "restore" else clock.today()
        retire_category(actor=actor, category=found, on=on)
        if on:
            return _("“%(label)s”已停用，已归入的意见不变。") % {"label": found.label}
        return _("“%(label)s”已恢复使用。") % {"label": found.label}

    return done(request, act, tree_url(found.home))


def _spec(form: CategoryForm) -> CategorySpec:
    given = form.cleaned_data
    return CategorySpec(
        code=given["code"] or code_of(given["label"]),
        label=given["label"],
        keywords=words_in(given["keywords"]),
        parent=given["parent"],
    )
