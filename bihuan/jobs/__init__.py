"""Background work (后台作业): what is done after the page has answered, with visible progress.

This room owns the job: whose it is, what it is called, how far it has come, the file it leaves. It
knows nothing of what the work is: the room that asks for it names a function.
"""
