"""The Word way: templates made in Word or WPS, filled in place, and text taken over from Word.

Two halves. `confined` and what it imports (`refusals`, `package`, `relations`, `contents`, `tags`,
`inlines`, `piles`, `reading`, `building`, `plain`, `numbering`, `pasted`, `markdown`, `xml`) read
and write what came from outside. They run in a process of their own, with limits, without settings,
keys or database, and so import nothing of Django. The others (`confinement`, `errors`, `places`,
`checking`, `filling`) run in the server and never open the file.
"""
