from bihuan.ui.views.home import home
from bihuan.ui.views.theme import theme

__all__ = ["home", "theme"]
