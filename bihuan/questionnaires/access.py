"""Which questionnaires an actor may see, and what they may do with one.

Who sorts a home's opinions builds its questionnaires and sees what came; who sees opinions sees
the same and changes nothing; who records opinions for the home or a unit below it sees what is
open, to hand it round and type papers in, and no result.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import paths_above
from bihuan.questionnaires.errors import NoSuchQuestionnaire
from bihuan.questionnaires.models import Question, Questionnaire, State

KEEPS, SEES, RECORDS = (
    Permission.SORT_OPINIONS,
    Permission.SEE_OPINIONS,
    Permission.RECORD_OPINIONS,
)


def questionnaires_visible_to(actor: Actor) -> QuerySet[Questionnaire]:
    """Return those an actor sees whole, and those that are open where they record opinions."""
    whole = actor.within(KEEPS, "home__path") | actor.within(SEES, "home__path")
    above = {path for own in actor.paths(RECORDS) for path in paths_above(own)}
    handed_round = Q(state=State.OPEN, home__path__in=above)
    return Questionnaire.objects.filter(whole | handed_round).select_related("home__home")


def questionnaire_for(actor: Actor, id_: UUID | str) -> Questionnaire:
    """Return a questionnaire; raises NoSuchQuestionnaire where there is none or it is unseen."""
    found = questionnaires_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchQuestionnaire(_("没有这份问卷，或您的账号无权查看。"))
    return found


def question_for(actor: Actor, questionnaire: Questionnaire, id_: UUID | str) -> Question:
    """Return a question of a questionnaire that the actor sees; raises NoSuchQuestionnaire."""
    found = questionnaire.questions.filter(pk=id_).first()
    if found is None or not may_see_results(actor, questionnaire):
        raise NoSuchQuestionnaire(_("没有这道题，或您的账号无权查看。"))
    return found


def questionnaire_of_slug(slug: str) -> Questionnaire | None:
    """Return the questionnaire of an address that residents open, whatever its state."""
    return Questionnaire.objects.select_related("home").filter(slug=slug).first()


def may_keep(actor: Actor, questionnaire: Questionnaire) -> bool:
    """Tell whether an actor builds, opens and closes it."""
    return actor.may(KEEPS, questionnaire.home)


def may_see_results(actor: Actor, questionnaire: Questionnaire) -> bool:
    """Tell whether an actor sees what came."""
    return may_keep(actor, questionnaire) or actor.may(SEES, questionnaire.home)


def typing_unit(actor: Actor, questionnaire: Questionnaire) -> Unit | None:
    """Return the unit in whose name an actor types papers in: the home, or the topmost below it."""
    home = questionnaire.home
    if actor.may(RECORDS, home):
        return home
    own = [path for path in actor.paths(RECORDS) if home.holds(path)]
    return Unit.objects.filter(path__in=own).order_by("path").first() if own else None


def homes_to_ask_in(actor: Actor) -> list[Unit]:
    """Return the administrations in whose name the actor may ask."""
    return [home for home in homes_of(actor, KEEPS) if actor.may(KEEPS, home)]
