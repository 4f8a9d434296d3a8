"""Things of the room `opinions` that addresses are about: one of each, in the first town."""

import datetime as dt
from functools import cached_property

from bihuan.opinions.actions import OpinionSpec, merge_groups, record_opinion, sort_opinion
from bihuan.opinions.actions.learning import Pair, make_proposals
from bihuan.opinions.models import Category, MergeProposal, Opinion, OpinionGroup
from tests.house.things.cast import Things

RAISED = dt.date(2009, 12, 1)


class OpinionsThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def category(self) -> Category:
        """Return the town's class of roads."""
        return Category.objects.create(home=self.cast.town, code="roads", label="道路交通")

    @cached_property
    def opinion(self) -> Opinion:
        """Return an opinion that the first village recorded, not yet sorted."""
        return self._record("桥坏了")

    @cached_property
    def group(self) -> OpinionGroup:
        """Return a group of two opinions."""
        first, second = self._group("路坏了"), self._group("路断了")
        return merge_groups(actor=self.cast.actor("clerk"), into=first, others=[second])

    @cached_property
    def other_group(self) -> OpinionGroup:
        """Return another group, of one opinion."""
        return self._group("渠堵了")

    @cached_property
    def sorted_opinion(self) -> Opinion:
        """Return an opinion of that group."""
        return self.group.opinions.order_by("pk")[0]

    @cached_property
    def proposal(self) -> MergeProposal:
        """Return the proposal to merge two groups."""
        pair = Pair(self.group.pk, self.other_group.pk, 0.8, "用语相近")
        make_proposals(actor=self.cast.actor("clerk"), home=self.cast.town, pairs=[pair])
        return MergeProposal.objects.get(home=self.cast.town)

    def _record(self, text: str) -> Opinion:
        village = self.cast.villages[0]
        spec = OpinionSpec(text=text, channel="visit", raised_on=RAISED, unit=village)
        actor = self.cast.actor("village_reporter")
        return record_opinion(actor=actor, home=self.cast.town, spec=spec)

    def _group(self, text: str) -> OpinionGroup:
        done = sort_opinion(
            actor=self.cast.actor("clerk"), opinion=self._record(text), category=self.category
        )
        assert done.group is not None
        return done.group
