"""The two ways from a paper to pages, as tests take them."""

from collections.abc import Callable

from bihuan.documents.paper import Paper

Render = Callable[[Paper], bytes]
