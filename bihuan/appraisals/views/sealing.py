"""Pages whose scripts seal ballots or open them."""

from collections.abc import Callable
from typing import cast

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def seals(view: View) -> View:
    """Let the scripts of a page run WebAssembly, which libsodium is; eval stays forbidden."""
    return cast(View, csp_update({"script-src": [WASM_UNSAFE_EVAL]})(view))
