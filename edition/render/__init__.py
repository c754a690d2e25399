"""7. TEI to XHTML by the TEI Processing Model: which element becomes what stands in an ODD, how it is written in Python.

    models     the toolkit's ODD and the project's over it, compiled
    setting    what a renderer may know of one document
    render     a document in one medium: a Rendition
    render_all all documents of an edition, in order
    files      a Rendition as the markup of its files, with the notes at their ends
    of_witness the edition with the text of one witness
    stylesheet the CSS that an ODD asks for

To change how an element looks, write a model into a project's ODD (`odd` in edition.toml) or a rule into its CSS; classes are the
names of TEI's elements. A new behaviour is a function of a few lines and a row in the table at the end of `behaviours.py`.
"""

from edition.render.faults import CODES
from edition.render.note_sections import files
from edition.render.odd import stylesheet
from edition.render.p4 import upgraded
from edition.render.rendering import render
from edition.render.settings import models, setting
from edition.render.whole import render_all
from edition.render.witnesses import of_witness
from edition.render.words import date_words, note_word, notes_word, words_of

__all__ = ["CODES", "date_words", "files", "models", "note_word", "notes_word", "of_witness", "render", "render_all", "setting", "stylesheet", "upgraded", "words_of"]
