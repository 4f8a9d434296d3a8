"""The pages: for residents, and the clerk's poster."""

from bihuan.public.views.opening import answer, following, withdrawal
from bihuan.public.views.pages import choose, elsewhere, home, protection, robots
from bihuan.public.views.poster import poster
from bihuan.public.views.published import published
from bihuan.public.views.raising import raise_something

__all__ = [
    "answer",
    "choose",
    "elsewhere",
    "following",
    "home",
    "poster",
    "protection",
    "published",
    "raise_something",
    "robots",
    "withdrawal",
]
