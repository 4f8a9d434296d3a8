"""The interface itself: who is let in, the addresses, and errors as JSON."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from bihuan.api import handing_in
from bihuan.api.actions import note_use
from bihuan.api.models import Key
from bihuan.api.schemas import OpinionIn, OpinionOut, OpinionsIn, ProblemIn, ProblemOut, Refusal
from bihuan.api.secrets import head_of, is_same
from bihuan.lib.errors import DomainError


class KeyAuth(HttpBearer):
    """`Authorization: Bearer bh-…`"""

    def authenticate(
        self,
        request: HttpRequest,  # noqa: ARG002
        token: str,
    ) -> Key | None:
        """Return the key whose secret was shown, if it is open."""
        found = Key.objects.select_related("home").filter(head=head_of(token)).order_by()
        key = next(iter(found), None)
        if key is None or not is_same(token, key.secret_hash) or not key.is_open:
            return None
        note_use(key)
        return key


class Interface(NinjaAPI):
    """The interface, which stands inside the room's own addresses."""

    def get_root_path(self, path_params: Any) -> str:  # noqa: ARG002
        """Return the address that those of the description are relative to."""
        return reverse("api:v1:api-root")


interface = Interface(
    title="闭环 Bihuan",
    version="1",
    description="其他系统送入意见和问题，查询自己送入的办到哪一步。",
    auth=KeyAuth(),
    docs_url=None,
    urls_namespace="v1",
)
REFUSALS = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}


def _key(request: HttpRequest) -> Key:
    return cast(Key, request.auth)  # type: ignore[attr-defined]


@interface.post(
    "/opinions/",
    response={200: OpinionOut, 201: OpinionOut, **REFUSALS},
    url_name="opinions",
    summary="送入一条意见",
)
def hand_in_opinion(request: HttpRequest, body: OpinionIn) -> Any:
    """Take one opinion; the same number again is answered with 200 and makes no second one."""
    (answer,), made = handing_in.take_opinions(_key(request), [body])
    return Status(201 if made else 200, answer)


@interface.post(
    "/opinions/batch/",
    response={200: list[OpinionOut], **REFUSALS},
    url_name="batch",
    summary="一次送入多条意见，全部收下或全部不收",
)
def hand_in_opinions(request: HttpRequest, body: OpinionsIn) -> Any:
    """Take up to 500 opinions, all or none."""
    answers, _made = handing_in.take_opinions(_key(request), body.opinions)
    return Status(200, answers)


@interface.get(
    "/opinions/{ref}/",
    response={200: OpinionOut, **REFUSALS},
    url_name="opinion",
    summary="查询自己送入的意见",
)
def opinion(request: HttpRequest, ref: str) -> Any:
    """Answer what became of an opinion that this key handed in."""
    return Status(200, handing_in.opinion_of(_key(request), ref))


@interface.post(
    "/problems/",
    response={200: ProblemOut, 201: ProblemOut, **REFUSALS},
    url_name="problems",
    summary="送入一个问题",
)
def hand_in_problem(request: HttpRequest, body: ProblemIn) -> Any:
    """Take one problem; the same number again is answered with 200 and makes no second one."""
    answer, made = handing_in.take_problem(_key(request), body)
    return Status(201 if made else 200, answer)


@interface.get(
    "/problems/{ref}/",
    response={200: ProblemOut, **REFUSALS},
    url_name="problem",
    summary="查询自己送入的问题",
)
def problem(request: HttpRequest, ref: str) -> Any:
    """Answer what became of a problem that this key handed in."""
    return Status(200, handing_in.problem_of(_key(request), ref))


def _refuse(
    request: HttpRequest, status: int, code: str, message: str, faults: list[str] | None = None
) -> HttpResponse:
    body = {"code": code, "message": message, "faults": faults or []}
    return interface.create_response(request, body, status=status)


@interface.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a DomainError with its status, code and sentence."""
    return _refuse(request, error.http_status, error.code, error.message)


@interface.exception_handler(AuthenticationError)
def not_let_in(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer that no open key was shown."""
    message = _("没有有效的密钥：请在请求头写 Authorization: Bearer 密钥。")
    return _refuse(request, 401, "no_key", message)


@interface.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer which parts of a body are wrong; the body itself is not repeated."""
    faults = [
        f"{'.'.join(str(step) for step in fault['loc'][2:]) or _('内容')}：{fault['msg']}"
        for fault in error.errors
    ]
    message = _("送来的内容有%(n)d处不符合接口说明，没有收下。") % {"n": len(faults)}
    return _refuse(request, 422, "not_understood", message, faults)


@interface.exception_handler(HttpError)
def not_readable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer that a body is no JSON at all."""
    message = _("送来的内容不是完整的 JSON，没有收下。")
    return _refuse(request, error.status_code, "not_understood", message)
