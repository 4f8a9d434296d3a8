"""Keeping what the columns of another system's table are, so that it is known the next time."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.opinions.models import Channel, ColumnMapping
from bihuan.opinions.reading import FIELDS, digest_of
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@action("mapping.keep")
def keep_mapping(
    *,
    actor: Actor,
    home: Unit,
    heads: Sequence[str],
    columns: Mapping[str, str],
    channel: str,
) -> ColumnMapping:
    """Say what each column of tables with these heads is, and by which channel they came.

    Raises NotAllowed, Invalid without a column of words, or for one head given twice.
    """
    actor.require(Permission.RECORD_OPINIONS, home)
    chosen = {name: head for name, head in columns.items() if name in FIELDS and head in heads}
    if "text" not in chosen:
        raise Invalid(_("请指出哪一列是意见原话。"))
    if len(set(chosen.values())) != len(chosen):
        raise Invalid(_("同一列不能对应两项，请改正。"))
    said = {
        "heads": list(heads),
        "columns": chosen,
        "channel": checked_choice(_("渠道"), channel, Channel),
        "mapped_at": clock.now(),
        "mapped_by_name": name_of(actor),
    }
    mapping, _made = ColumnMapping.objects.update_or_create(
        home=home, heads_digest=digest_of(heads), defaults=said
    )
    audit.append(
        actor=actor,
        action="mapping.keep",
        target=("column_mapping", mapping.pk),
        unit_path=home.path,
        values={"heads": list(heads), "columns": chosen, "channel": channel},
        note="、".join(f"{FIELDS[name][0]}={head}" for name, head in chosen.items()),
    )
    return mapping
