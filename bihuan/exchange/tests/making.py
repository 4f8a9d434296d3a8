"""What the room's tests start from: issued documents, offices, keys exchanged."""

import itertools

from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.models import Document
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.exchange import fingerprints, keys
from bihuan.exchange.actions import enter_correspondent, make_key, pack_document
from bihuan.exchange.models import Correspondent, Dispatch
from bihuan.figures.models import Definition
from bihuan.files import store
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast, keeper, make_account

BODY = "修路情况报告如下：全镇建成{{ roads_built_km }}。"
_numbers = itertools.count(1)


def county_clerk(cast: Cast) -> Actor:
    """Return a clerk of the county's office, whose role reaches down to every town."""
    return Actor.of(make_account("clerk", cast.county))


def make_issued(cast: Cast, kind: str = "报告", body: str = BODY) -> Document:
    """Issue a document of the town with one figure, which the fixture `roads` gives."""
    if not Definition.objects.filter(home=cast.town).exists():
        make_road_figures(cast.town)
        make_road(cast.villages[0], "1.50", "东路")
    return make_plain(cast.town, cast.actor("clerk"), cast.actor("leader"), kind, body)


def make_plain(
    home: Unit, clerk: Actor, leader: Actor, kind: str = "报告", body: str = "此复。"
) -> Document:
    """Issue a document of an administration."""
    text = template_text(
        body,
        code=f"paper-{next(_numbers)}",
        kind=kind,
        title=f"关于修路的{kind}",
        unit=home.code,
        number=f"{{code: {home.name[:1]}府, year: 2010}}",
        signer="镇长",
        recipients="市人民政府",
    )
    document = save_document(actor=clerk, template=text)
    issue_document(actor=leader, document=document)
    document.refresh_from_db()
    return document


def introduce(cast: Cast) -> Correspondent:
    """Let town and other town have keys and know each other; return the other, as the town has it.

    The two stand for two servers: each knows of the other its key alone.
    """
    for home in (cast.town, cast.other_town):
        if keys.find(home) is None:
            make_key(actor=keeper(), home=home)
    know(cast.other_town, cast.town)
    return know(cast.town, cast.other_town)


def know(home: Unit, other: Unit) -> Correspondent:
    """Let an administration enter the key of another, read from its paper."""
    key = keys.key_of(other).public_key()
    return enter_correspondent(
        actor=keeper(),
        home=home,
        name=other.name,
        key_file=fingerprints.key_file(key),
        typed=" ".join(fingerprints.grouped(fingerprints.fingerprint_of(key))[-4:]),
    )


def make_package(cast: Cast, document: Document, to: Correspondent) -> tuple[Dispatch, bytes]:
    """Pack a document of the town; return the dispatch and the file."""
    dispatch = pack_document(actor=cast.actor("clerk"), document=document, to=to)
    assert dispatch.package_file is not None
    return dispatch, store.get(dispatch.package_file.sha256)
