"""Answering figures where one that cannot be answered must not hide the others."""

from collections.abc import Iterable

from bihuan.figures.asking import Answer, Scope
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.lib.errors import DomainError, NotAllowed
from bihuan.orgs.access import Actor


def answer_each(
    definitions: Iterable[Definition],
    scope: Scope,
    *,
    actor: Actor,
    with_waiting: bool = False,
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers by code, and for each figure that has none the sentence that says why.

    All are asked together; only if that fails are they asked one by one. Raises NotAllowed as
    `compute` does.
    """
    asked = list(definitions)
    try:
        return compute(asked, scope, actor=actor, with_waiting=with_waiting), {}
    except NotAllowed:
        raise
    except DomainError as error:
        if len(asked) == 1:
            return {}, {asked[0].code: error.message}
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for definition in asked:
        found, failed = answer_each([definition], scope, actor=actor, with_waiting=with_waiting)
        answers |= found
        faults |= failed
    return answers, faults
