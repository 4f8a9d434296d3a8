"""A Paper as a Word document (docx) that an office can go on editing in Word or WPS.

Paragraph styles carry the layout; runs name their fonts for East Asian and for Latin characters.
A figure is an inline content control with the tag `figure:CODE`, whose content is locked.
"""

from bihuan.documents.layout.docx.render import render_docx

__all__ = ["render_docx"]
