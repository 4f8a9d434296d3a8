"""Writing money as people read it."""

from decimal import Decimal


def write_fen(fen: int, *, is_lower_bound: bool = False) -> str:
    """Write fen as people read them: 325000元, 30余万元 where it is a round lower bound."""
    yuan = Decimal(fen) / 100
    if is_lower_bound:
        for size, word in ((10**8, "亿"), (10**4, "万")):
            if yuan >= size and (yuan / size) % 1 == 0:
                return f"{yuan / size:f}余{word}元".replace(".余", "余")
        return f"{yuan:.0f}余元" if yuan % 1 == 0 else f"{yuan:.2f}余元"
    return f"{yuan:,.0f}元" if yuan % 1 == 0 else f"{yuan:,.2f}元"
