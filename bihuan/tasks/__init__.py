"""Tasks (任务): one aggregate for all that somebody must do, whoever set it and why.

This room owns who does what by when: assigning with a slip, signing for, progress, chasing,
verification by another than the doer, closing, returning, extending, suspending. It knows nothing
of problems, meetings or campaigns: a task names what it is about by kind and id.
"""
