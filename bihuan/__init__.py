"""Bihuan (闭环): a township's campaign and daily work as one closed loop."""

__version__ = "0.1.0"
