from bihuan.figures.models.definition import Aggregate, Definition

__all__ = ["Aggregate", "Definition"]
