from bihuan.figures.views.listing import figure_list
from bihuan.figures.views.opening import figure_trace

__all__ = ["figure_list", "figure_trace"]
