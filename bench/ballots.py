"""`python -m bench.ballots [--ballots N]`: 60 persons × 5 questions, cast by eight at once, opened.

The ballots are sealed beforehand, as browsers would. Eight threads of one process cast them through
the action; in turn with them, a quarter each time, eight threads write as many bytes by bare
UPDATEs on slips of their own. Then the box is sealed, opened by open_box.py with two processes,
recorded and counted again. It is refused where a ballot is lost or the count is another than that
of the choices drawn. Beside the clock stands the processor's time of this process and its children.
"""

import argparse
import multiprocessing
import os
import platform
import random
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bihuan.appraisals.models import Poll

PERSONS, THREADS, TURNS = 60, 8, 4
GROUPS = (("领导班子成员", 1), ("中层干部", 4), ("干部群众", 5))
"""Labels, and their tenths of the ballots."""


def main() -> None:
    """Measure on SQLite under var/bench-ballots, or on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="python -m bench.ballots")
    parser.add_argument("--ballots", type=int, default=2_000)
    count = parser.parse_args().ballots
    home = Path(__file__).resolve().parents[1] / "var" / "bench-ballots"
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "BIHUAN_HOME": str(home),
        "BIHUAN_MODE": "demo",
        "BIHUAN_SECRET_KEY": "only-for-measuring-" + "x" * 40,
        "DJANGO_SETTINGS_MODULE": "bihuan.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("| work | clock | processor | load |\n|---|---:|---:|---:|")
    Meeting(count).hold()


def timed(name: str, work: Callable[[], Any], per: int = 0) -> Any:
    """Run a piece of work and print its row; with `per` also how many a second."""
    begin, processor = time.perf_counter(), _processor()
    made = work()
    clock, used = time.perf_counter() - begin, _processor() - processor
    rate = f" ({per / clock:,.0f} a second)" if per else ""
    load = os.getloadavg()[0]
    print(f"| {name} | {clock:.2f} s{rate} | {used:.2f} s | {load:.1f} |", flush=True)
    return made


def _processor() -> float:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(each)[:2]) for each in who)


def _peak() -> int:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Meeting:
    """A poll, its slips, and its ballots sealed beforehand."""

    def __init__(self, count: int) -> None:
        from bihuan.appraisals.standalone import vote

        self.poll, self.ceremony, self.actor = _keyed()
        self.voters = [number for number, (_, n) in enumerate(GROUPS, 1) for _at in range(n)]
        self.voters = [self.voters[at % 10] for at in range(count)]
        self.slips = [vote.new_slip() for _at in range(count)]
        self.bare = [vote.new_slip() for _at in range(count)]
        self._print()
        draw = random.Random(9)
        self.choices = [draw.choices("01234", (1, 4, 3, 2, 1), k=PERSONS * 5) for _ in self.slips]
        self.ballots: list[bytes] = []

    def _print(self) -> None:
        from bihuan.appraisals import actions
        from bihuan.appraisals.models import VoterGroup
        from bihuan.appraisals.standalone import vote

        groups = {each.number: each for each in VoterGroup.objects.filter(poll=self.poll)}
        for number, group in groups.items():
            own = [s for s, g in zip(self.slips, self.voters, strict=True) if g == number]
            for some in (own, self.bare if number == 1 else []):
                for at in range(0, len(some), 1000):
                    kept = [vote.kept_of(self.poll.pk.hex, each) for each in some[at : at + 1000]]
                    actions.register_slips(actor=self.actor, poll=self.poll, group=group, kept=kept)
        self.poll = actions.open_poll(actor=self.actor, poll=self.poll)

    def hold(self) -> None:
        """Seal, cast, close, open and count, each with its row."""
        from bihuan.appraisals import actions
        from bihuan.appraisals.files import box_file, published_file, receipts_of
        from bihuan.appraisals.models import BallotSlip
        from bihuan.appraisals.standalone import open_box, recount, vote

        count = len(self.slips)
        name = f"seal {count:,} ballots of {PERSONS} × 5 in Python, two processes"
        self.ballots = timed(name, self._sealed)
        acknowledged = self._cast()
        BallotSlip.objects.filter(
            kept__in=[vote.kept_of(self.poll.pk.hex, each) for each in self.bare[:count]]
        ).update(ballot=None)
        out = {number: count * 3 for number, _ in enumerate(GROUPS, 1)}
        out = {n: self.poll.slips.filter(group__number=n).count() for n in out}
        before = _peak()
        self.poll = timed(
            "end voting and make the box",
            lambda: actions.end_poll(actor=self.actor, poll=self.poll, handed_out=out),
        )
        print(f"memory: {before} MiB before the box was made, {_peak()} MiB at most after it")
        assert receipts_of(self.poll) == sorted(acknowledged), "a ballot was lost"
        box = timed("write the box for the tellers", lambda: box_file(self.poll))
        secret = open_box.combine([self.ceremony.shares[at] for at in (0, 2)])
        opening = timed("open it, two processes", lambda: open_box.open_box(box, secret, 2))
        proof = self.ceremony.proof
        self.poll = timed(
            "check, count and record the opening",
            lambda: actions.record_opening(
                actor=self.actor, poll=self.poll, opening=opening, proof=proof
            ),
        )
        self._compare()
        published = published_file(self.poll)
        timed("count again by recount.py", lambda: recount.recount(published))

    def _sealed(self) -> list[bytes]:
        key = self.ceremony.public_key
        asked = [
            (self.poll.paper, key, group, choices)
            for group, choices in zip(self.voters, self.choices, strict=True)
        ]
        with multiprocessing.Pool(2) as pool:
            return pool.map(_one, asked, chunksize=20)

    def _cast(self) -> list[str]:
        from bihuan.appraisals.actions import cast_ballot
        from bihuan.appraisals.models import BallotSlip
        from bihuan.appraisals.standalone import vote

        poll, table = self.poll, BallotSlip._meta.db_table
        credentials = [vote.credential_of(poll.pk.hex, slip) for slip in self.slips]
        kept = [vote.kept_of(poll.pk.hex, slip) for slip in self.bare]

        def ours(at: int) -> str:
            return cast_ballot(poll_id=poll.pk, credential=credentials[at], ballot=self.ballots[at])

        def bare(at: int) -> str:
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET ballot = %s WHERE kept = %s", [self.ballots[at], kept[at]]
                )
            return ""

        acknowledged: list[str] = []
        size = -(-len(self.slips) // TURNS)
        for begin in range(0, len(self.slips), size):
            part = range(begin, min(begin + size, len(self.slips)))
            acknowledged += timed("cast by eight at once", partial(_at_once, ours, part), len(part))
            timed("bare UPDATEs by eight at once", partial(_at_once, bare, part), len(part))
        return acknowledged

    def _compare(self) -> None:
        """Raise where the result is not that of the choices drawn."""
        for at, found in enumerate(self.poll.box.result["items"]):
            assert found["votes"] == dict(Counter(own[at] for own in self.choices)), found
            assert found["invalid"] == 0


def _one(asked: tuple[str, bytes, int, Sequence[str]]) -> bytes:
    from bihuan.appraisals.standalone import vote

    text, key, group, choices = asked
    return vote.ballot_of(text, key, group, dict(enumerate(choices, 1)))


def _at_once(work: Callable[[int], str], part: Sequence[int]) -> list[str]:
    """Do each piece once, eight threads taking every eighth; return what they answered."""
    from django.db import connection

    made: list[str] = []
    refused: list[int] = []

    def run(first: int) -> None:
        for at in part[first::THREADS]:
            made.append(_until_taken(work, at, refused))
        connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(part), "a ballot was refused"
    if refused:
        print(f"refused because others were writing, and tried again: {len(refused)}")
    return made


def _until_taken(work: Callable[[int], str], at: int, refused: list[int]) -> str:
    from django.db import OperationalError

    while True:
        try:
            return work(at)
        except OperationalError:
            refused.append(at)


def _keyed() -> "tuple[Poll, Any, Any]":
    """Return a new poll with its key, the ceremony, and who runs it."""
    import datetime as dt
    import secrets
    from decimal import Decimal

    from bihuan.appraisals import actions
    from bihuan.appraisals.actions import CandidateSpec, GroupSpec, PollSpec, TellerSpec
    from bihuan.appraisals.standalone import vote
    from bihuan.orgs.access import Actor
    from bihuan.orgs.actions import open_unit

    actor = Actor.installation()
    code = secrets.token_hex(4)
    name, today = f"镇{code}", dt.date.today()
    town = open_unit(
        actor=actor, parent=None, code=code, name=name, kind="township", opened_on=today
    )
    spec = PollSpec(kind="persons", title="民主评议", on=today, quorum=0)
    poll = actions.make_poll(actor=actor, unit=town, spec=spec)
    groups = [GroupSpec(label, Decimal(10 * tenths)) for label, tenths in GROUPS]
    actions.set_groups(actor=actor, poll=poll, groups=groups)
    people = [CandidateSpec(f"干部{at}") for at in range(1, PERSONS + 1)]
    actions.set_candidates(actor=actor, poll=poll, candidates=people)
    poll.refresh_from_db()
    made = vote.ceremony(poll.pk.hex, 2, 3)
    tellers = [
        TellerSpec(f"监票人{at}", "镇", at == 0, each) for at, each in enumerate(made.commitments)
    ]
    poll = actions.key_poll(
        actor=actor,
        poll=poll,
        public_key=made.public_key.hex(),
        proof_kept=made.proof_kept,
        needed=2,
        tellers=tellers,
    )
    return poll, made, actor


if __name__ == "__main__":
    main()
