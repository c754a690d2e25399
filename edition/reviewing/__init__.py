"""Review: open proposals are looked at and decided, in a terminal, by a script, or on a page beside the source.

`desk.py` holds the questions of one document and moves decisions to its record; `terminal.py` asks a person; `page.py` and `patch.py` show.
"""
