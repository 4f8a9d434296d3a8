"""Contact points (联系点) and liaisons (联络干部)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.lib.ids import new_id
from bihuan.orgs.models.person import Person
from bihuan.orgs.models.term import Term, TermQuerySet, ends_not_before_it_begins
from bihuan.orgs.models.unit import Unit


class ContactPoint(Term):
    """A unit that one member of the leadership is in charge of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_points")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contact_persons")

    objects: TermQuerySet["ContactPoint"] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("联系点")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "person", "unit", "from_on"), name="contact_point_once"
            ),
            ends_not_before_it_begins("contact_point_ends_not_before"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.unit}"


class Liaison(Term):
    """A cadre of the township who links with one branch."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="liaisons")
    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="liaisons")

    objects: TermQuerySet["Liaison"] = TermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("联络干部")
        constraints = [
            models.UniqueConstraint(
                fields=("home", "person", "branch", "from_on"), name="liaison_once"
            ),
            ends_not_before_it_begins("liaison_ends_not_before"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.branch}"
