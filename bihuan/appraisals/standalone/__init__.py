"""Programs that anybody may run beside the software: they import nothing of it.

`recount.py` needs Python alone, `open_box.py` PyNaCl too. The room goes by the same code.
"""
