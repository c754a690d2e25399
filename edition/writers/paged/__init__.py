"""8. XHTML to files. Pages: what the PDF needs besides the engine, which is WeasyPrint.

    engine    the engine, loaded when it is needed; what of its inside we touch; what it says
    press     trees of XHTML become pages, and pages one PDF
    sheet     the style sheets: the page, the house style, what the edition asks for
    notes     the area at the foot of the page
    phrases   anchors are put where lines can break beside them
    bidi      runs against the direction of their paragraph
    fetcher   the few files that a page may show
    metadata  title, people, dates, languages, page labels
    pagemap   which anchor stands on which page

Only ``engine``, ``notes`` and ``press`` touch what the engine does not promise to keep.
"""
