"""A pack's registers and figures as the actions take them."""

from bihuan.figures.actions import FigureSpec
from bihuan.packs.schema import FigureShape, RegisterShape
from bihuan.registers.actions import ColumnSpec, RegisterSpec


def register_spec(shape: RegisterShape, position: int) -> RegisterSpec:
    """Return a register as `define_register` takes it."""
    return RegisterSpec(
        code=shape.code,
        label=shape.label,
        purpose=shape.purpose,
        legal_basis=shape.legal_basis,
        day=shape.day,
        title=shape.title,
        person=shape.person or "",
        retention_years=shape.retention_years,
        unit_kinds=shape.unit_kinds,
        is_historical=shape.historical,
        checks=tuple((check.rule, check.message) for check in shape.checks),
        sort_order=position,
        columns=tuple(
            ColumnSpec(
                code=column.code,
                label=column.label,
                type=column.type,
                required=column.required,
                unit_of_measure=column.unit_of_measure,
                decimals=column.decimals,
                minimum=column.min,
                maximum=column.max,
                max_length=column.max_length,
                choices=tuple({"code": c.code, "label": c.label} for c in column.choices),
                default=column.default,
                concept=column.concept,
                is_sensitive=column.sensitive,
                note=column.note,
            )
            for column in shape.columns
        ),
    )


def figure_spec(shape: FigureShape, position: int) -> FigureSpec:
    """Return a figure as `define_figure` takes it."""
    wording = shape.wording.model_dump(mode="json", exclude_defaults=True)
    return FigureSpec(
        code=shape.code,
        label=shape.label,
        aggregate=shape.aggregate,
        source=shape.source,
        field=shape.field,
        until=shape.until,
        where=shape.where,
        period=shape.period,
        numerator=shape.numerator,
        denominator=shape.denominator,
        unit_of_measure=shape.unit,
        nature=shape.nature,
        wording=wording,
        note=shape.note,
        checked_by=shape.checked_by,
        sort_order=position,
    )
