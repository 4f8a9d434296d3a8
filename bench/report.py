"""A report of 200 figures over the whole city for one year, and the trace of one figure."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from bench.dataset import KINDS, REGISTERS
from bench.measuring import Measure, in_turn
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.figures.tracing import trace
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register

YEAR = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def measures(city: Unit) -> Iterator[Measure]:
    """Yield the rows of this benchmark."""
    actor, scope = Actor.installation(), Scope(city, YEAR)
    definitions = list(definitions_in(city).values())
    statements = list(_statements(city))

    def ours() -> object:
        return compute(definitions, scope, actor=actor)

    def by_hand() -> object:
        with connection.cursor() as cursor:
            found = []
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                found.append(cursor.fetchone())
            return found

    _refuse_disagreement(compute(definitions, scope, actor=actor), by_hand())
    mine, theirs = in_turn(ours, by_hand)
    yield Measure("200-figure report against hand-written SQL", mine, theirs, 1.3, "x")
    yield Measure("200-figure report, 1 M records", mine, 0, 300, "ms")
    one = definitions[1]
    opened, _ = in_turn(lambda: trace(one, scope, actor=actor, size=50), None, 25)
    yield Measure("trace of a figure (50 newest rows)", opened, 0, 10, "ms")


def _statements(city: Unit) -> Iterator[tuple[str, list[object]]]:
    """Write by hand what the report asks: the same values and counts, one statement a source."""
    registers = {r.code: r for r in Register.objects.filter(home=city)}
    sqlite = connection.vendor == "sqlite"
    for at in range(REGISTERS):
        register = registers[f"bench{at}"]
        slot = {c.code: c.slot for c in register.columns_in_order}
        kind, done = f"{slot['kind']} = '{KINDS[at % 4]}'", f"{slot['done']} = 1"
        km, money, people = slot["km"], slot["money"], slot["people"]
        yield (
            f"SELECT COUNT(*), SUM({km}) FILTER (WHERE {kind}), COUNT(*) FILTER (WHERE {kind}), "
            f"SUM({money}) FILTER (WHERE {done}), COUNT(*) FILTER (WHERE {done}), "
            f"SUM({people}) FILTER (WHERE {kind}), COUNT({people}) FILTER (WHERE {kind}), "
            f"MAX({km}) FILTER (WHERE {done}) FROM registers_version "
            "WHERE superseded_at IS NULL AND register_id = %s AND status = 'verified' "
            "AND path >= %s AND path < %s AND date BETWEEN %s AND %s",
            [
                register.id.hex if sqlite else register.id,
                city.path,
                city.path + "~",
                YEAR[0].isoformat() if sqlite else YEAR[0],
                YEAR[1].isoformat() if sqlite else YEAR[1],
            ],
        )


def _refuse_disagreement(answers: object, by_hand: object) -> None:
    """Raise where the two do not answer the same: a benchmark of a wrong answer says nothing."""
    assert isinstance(answers, dict)
    assert isinstance(by_hand, list)
    for at, row in enumerate(by_hand):
        mine = [answers[f"bench{at}_{name}"] for name in ("count", "km", "money", "most")]
        theirs = [row[0], row[1], row[3], row[7]]
        scaled = [
            int(answer.value * 100) if i else int(answer.value) for i, answer in enumerate(mine)
        ]
        assert scaled == [int(value) for value in theirs], (at, scaled, theirs)
