"""Things of the room `public` that addresses are about: one of each, in the first town."""

from functools import cached_property

from bihuan.lib import clock
from bihuan.opinions import contact_keys
from bihuan.opinions.actions.residents import Received, receive_from_resident
from bihuan.opinions.actions.specs import OpinionSpec
from bihuan.opinions.models import Channel
from bihuan.orgs.access import Actor
from bihuan.public.views.opening import opened_token
from tests.house.things.cast import Things


class PublicThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def received(self) -> Received:
        """Return what a resident raised in the first village, with a contact."""
        contact_keys.make_first()
        return receive_from_resident(
            actor=Actor.resident(self.cast.town),
            home=self.cast.town,
            spec=OpinionSpec(
                text="村口的桥坏了。",
                channel=Channel.WEB,
                raised_on=clock.today(),
                unit=self.cast.villages[0],
            ),
            contact="13800001234",
        )

    @cached_property
    def opened(self) -> str:
        """Return what shows that it was opened with number and phrase."""
        return opened_token(self.received.opinion)
