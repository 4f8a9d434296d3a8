from bihuan.figures.views.comparing import figure_comparison
from bihuan.figures.views.listing import figure_list
from bihuan.figures.views.opening import figure_trace

__all__ = ["figure_comparison", "figure_list", "figure_trace"]
