"""Put opinions into the office's classes, and say how sure that is and which words spoke for it.

Pure computation on texts: knows neither Django nor the room's models. `learning.train` makes a
Classifier from what was confirmed; one is kept with `keeping` and suggests with numpy and scipy
alone.
"""

from bihuan.opinions.classifying.classifier import Classifier, ModelRefused, Suggestion
from bihuan.opinions.classifying.measuring import Measured, Point

__all__ = ["Classifier", "Measured", "ModelRefused", "Point", "Suggestion"]
