"""What is downloaded: workbooks, the published file, the sealed box, programs of their own."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.appraisals import files
from bihuan.appraisals.access import JUDGE, RUN, SEE, poll_for, require_result
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import PollState
from bihuan.appraisals.standalone import open_box, recount
from bihuan.orgs.access import actor_of

PROGRAMS = {"recount": Path(recount.__file__), "open_box": Path(open_box.__file__)}
WITH_BOX = (PollState.SEALED, PollState.COUNTED, PollState.PUBLISHED)


@login_required
@require_safe
def published(request: HttpRequest, pk: UUID) -> FileResponse:
    """Download the lists and the result, as recount.py reads them."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    require_result(actor, found)
    return _as_json(files.published_file(found), _("公布文件"))


@login_required
@require_safe
def box(request: HttpRequest, pk: UUID) -> FileResponse:
    """Download the sealed box, as open_box.py reads it; only the tellers' shares open it."""
    actor = actor_of(request)
    found = poll_for(actor, pk)
    if not actor.may(JUDGE, found.path):  # who verifies opens the same box
        actor.require(RUN, found.path)
    if found.state not in WITH_BOX:
        raise NotNow(_("票箱还没有封，封箱以后才有封箱文件。"))
    made = files.box_file(found)
    if not made["lists"]:
        raise NotNow(_("封存的票已经销毁，没有封箱文件了；公布清单还在，可以复核计票。"))
    return _as_json(made, _("封箱文件"))


@login_required
@require_safe
def program(request: HttpRequest, name: str) -> HttpResponse:
    """Download one of the programs that count or open a poll without this software."""
    actor_of(request).require(SEE)
    path = PROGRAMS.get(name)
    if path is None:
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return answer


def _as_json(content: Mapping[str, Any], name: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    file.write(json.dumps(content, ensure_ascii=False).encode())
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.json", content_type="application/json"
    )
