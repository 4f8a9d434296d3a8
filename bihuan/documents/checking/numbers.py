"""Numbers as messages write them."""


def written(value: float) -> str:
    """Write a number without exponent and without trailing zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"
