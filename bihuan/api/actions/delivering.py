"""Handing something in under the other system's number: once, however often it is sent."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bihuan.api.errors import OtherWords
from bihuan.api.models import Delivery, DeliveryKind, Key


def deliver(
    key: Key, kind: DeliveryKind, ref: str, said: Mapping[str, Any], make: Callable[[], Model]
) -> tuple[UUID, bool]:
    """Return the id of what was made, and whether just now.

    What `make` writes and the number stand or fall together. Two senders at once: the second waits
    for the first at the unique constraint, what it made is taken back, and it is answered with
    what the first made. Raises OtherWords where the number was used for something that says other
    than this.
    """
    digest = hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()
    ).hexdigest()
    standing = _standing(key, kind, ref, digest)
    if standing is not None:
        return standing, False
    try:
        with transaction.atomic():
            id_: UUID = make().pk
            row = {"home_id": key.home_id, "key": key, "kind": kind, "ref": ref}
            Delivery(**row, digest=digest, object_id=id_).save(force_insert=True)
    except IntegrityError:
        standing = _standing(key, kind, ref, digest)
        if standing is None:
            raise
        return standing, False
    return id_, True


def _standing(key: Key, kind: DeliveryKind, ref: str, digest: str) -> UUID | None:
    rows = Delivery.objects.filter(home_id=key.home_id, key=key, kind=kind, ref=ref)
    found = list(rows.values_list("digest", "object_id"))
    if not found:
        return None
    if found[0][0] != digest:
        raise OtherWords(
            _("编号“%(ref)s”已经送过，内容与这次不同；请换一个编号，或与经办人联系。")
            % {"ref": ref}
        )
    return found[0][1]
