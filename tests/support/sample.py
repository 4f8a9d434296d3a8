"""The sample township in an empty database: loaded in earnest once a process, then played again."""

from pathlib import Path

from bihuan.orgs.access import Actor
from bihuan.packs.actions import load_pack
from tests.support.replaying import replayed

PACK = Path(__file__).resolve().parents[2] / "packs" / "xiaogang-2009"


@replayed
def load_sample() -> None:
    """Load the sample pack."""
    load_pack(PACK, actor=Actor.installation())
