"""A post (职务) and the terms for which people hold it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.person import Person
from bihuan.orgs.models.term import Term, TermQuerySet, ends_not_before_it_begins
from bihuan.orgs.models.unit import Unit


class PostKind(models.TextChoices):
    LEADERSHIP = "leadership", _("班子成员")
    VILLAGE_SECRETARY = "village_secretary", _("村党组织书记")
    VILLAGE_DIRECTOR = "village_director", _("村委会主任")
    STATION_HEAD = "station_head", _("站所负责人")
    CADRE = "cadre", _("干部")
    OTHER = "other", _("其他")


class Post(models.Model):
    """A post that exists whether or not anybody holds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(_("代码"), max_length=60)
    title = models.CharField(_("职务"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=PostKind.choices)
    sort_order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("职务")
        ordering = ("sort_order", "code")
        constraints = [
            models.UniqueConstraint(fields=("home", "code"), name="post_code_once_a_home")
        ]

    def __str__(self) -> str:
        return self.title


class PostTerm(Term):
    """One person holds one post for a time. One person may hold several posts (一肩挑)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="post_terms")

    objects: TermQuerySet["PostTerm"] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("任职")
        constraints = [
            ends_not_before_it_begins("post_term_ends_not_before"),
            models.UniqueConstraint(
                fields=("home", "post", "person", "from_on"), name="post_term_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
