"""What the search box finds of this room: figures, by name, note (口径) or code."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.figures.models import Definition
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit

AROUND = 16


def named(actor: Actor, words: str) -> list[Named[Definition]]:
    """Declare figures of the administrations whose figures the actor sees; by name first."""
    homes = Q(pk__in=[])
    for path in actor.homes.get(Permission.SEE_FIGURES, ()):
        homes |= Q(home__path__gte=path, home__path__lt=path + "~")
    said = Q()
    asked, code = words_of(words), words.strip().lower()
    for word in asked:
        said &= Q(label__icontains=word) | Q(note__icontains=word)
    definitions = Definition.objects.filter(homes).filter(said | Q(code=code))

    def hits(found: list[Definition]) -> list[Hit]:
        every = [_hit(each, asked, code) for each in found]
        return sorted(every, key=lambda hit: not any(is_hit for _text, is_hit in hit.title))

    only = ("label", "note", "code", "home__name", "home__code")
    return [Named(definitions, hits, only=only, looked_at=3)]


def _hit(definition: Definition, asked: list[str], code: str) -> Hit:
    address = reverse("figures:trace", args=[definition.code])
    return Hit(
        kind=_("数据"),
        title=marked(definition.label, asked),
        url=f"{address}?unit={definition.home.code}",
        text=marked(definition.note, asked, AROUND),
        where=definition.home.name,
        icon="chart-bar",
        is_exact=definition.code == code,
    )
