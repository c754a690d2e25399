"""8. XHTML to files. Pages: what the PDF needs besides the engine, which is WeasyPrint.

    engine    the engine, loaded when it is needed; what of its inside we touch; what it says, as findings
    notes     the area at the foot of the page
    fetcher   the few files that a page may show
    bidi      runs against the direction of their paragraph
    glyphs    characters that no font has
    metadata  title, people, dates, languages
    pagemap   which anchor stands on which page

Only ``engine`` and ``notes`` touch what the engine does not promise to keep.
"""
