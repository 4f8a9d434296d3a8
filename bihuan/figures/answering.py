"""Answering figures where one that cannot be answered must not hide the others."""

from collections import defaultdict
from collections.abc import Iterable

from bihuan.figures.asking import Answer, Scope
from bihuan.figures.catalogue import Offered
from bihuan.figures.computing import compute_all
from bihuan.figures.models import Definition
from bihuan.figures.scoping import Ask
from bihuan.lib.errors import DomainError, NotAllowed
from bihuan.orgs.access import Actor

At = tuple[str, Scope]


def answer_each(
    definitions: Iterable[Definition],
    scope: Scope,
    *,
    actor: Actor,
    with_waiting: bool = False,
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers by code, and for each figure that has none the sentence that says why.

    Raises NotAllowed as `compute` does.
    """
    asked = [(definition, scope) for definition in definitions]
    answers, faults = answer_all(asked, actor=actor, with_waiting=with_waiting)
    return (
        {code: answer for (code, _scope), answer in answers.items()},
        {code: why for (code, _scope), why in faults.items()},
    )


def answer_all(
    asked: Iterable[Ask],
    *,
    actor: Actor,
    with_waiting: bool = False,
    offered: Offered | None = None,
) -> tuple[dict[At, Answer], dict[At, str]]:
    """Return answers and sentences by code and scope, of figures each over its own scope.

    All are asked together; if that fails those of each source, and only within one that fails one
    by one. `offered` are the sources, where they are at hand. Raises NotAllowed as `compute` does.
    """
    wanted = list(asked)
    try:
        found = compute_all(wanted, actor=actor, with_waiting=with_waiting, offered=offered)
    except NotAllowed:
        raise
    except DomainError as error:
        if len(wanted) == 1:
            definition, scope = wanted[0]
            return {}, {(definition.code, scope): error.message}
        same_source = len({d.source for d, _scope in wanted}) == 1
        said = error.message
    else:
        return found, {}
    if same_source and _fails_as_a_whole(wanted, said, actor):
        return {}, {(definition.code, scope): said for definition, scope in wanted}
    groups: dict[object, list[Ask]] = defaultdict(list)
    for at, ask in enumerate(wanted):
        groups[at if same_source else ask[0].source].append(ask)
    answers: dict[At, Answer] = {}
    faults: dict[At, str] = {}
    for group in groups.values():
        found, failed = answer_all(group, actor=actor, with_waiting=with_waiting, offered=offered)
        answers |= found
        faults |= failed
    return answers, faults


def _fails_as_a_whole(wanted: list[Ask], said: str, actor: Actor) -> bool:
    """Tell whether a source itself cannot answer (it keeps no history), whatever is asked of it.

    Two figures of it that fail with the same words say so.
    """
    if wanted[0][1].as_of is None or wanted[0][0].is_ratio:
        return False
    for ask in (wanted[0], wanted[-1]):
        try:
            compute_all([ask], actor=actor)
        except DomainError as error:
            if error.message != said:
                return False
        else:
            return False
    return True
