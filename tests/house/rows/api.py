"""Keys are for who keeps accounts; the interface lets in nobody but a key."""

from tests.house.addresses import EVERYBODY, Row

ADMINISTRATOR = frozenset({"administrator"})
NOBODY = {401: EVERYBODY}

ROWS = [
    Row("api:keys", {200: ADMINISTRATOR}),
    Row("api:new_key", {200: ADMINISTRATOR}),
    Row(
        "api:revocation",
        {302: ADMINISTRATOR, 404: EVERYBODY - ADMINISTRATOR},
        arguments=lambda world: {"pk": world.key.pk},
        method="post",
        given={"reason": "平台停用"},
    ),
    Row("api:v1:openapi-json", {200: EVERYBODY}, anonymous=200),
    Row("api:v1:api-root", {404: EVERYBODY}, anonymous=404),
    Row("api:v1:opinions", NOBODY, anonymous=401, method="post"),
    Row("api:v1:batch", NOBODY, anonymous=401, method="post"),
    Row("api:v1:opinion", NOBODY, arguments=lambda _world: {"ref": "H-1"}, anonymous=401),
    Row("api:v1:problems", NOBODY, anonymous=401, method="post"),
    Row("api:v1:problem", NOBODY, arguments=lambda _world: {"ref": "P-1"}, anonymous=401),
]
