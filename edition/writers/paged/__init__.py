"""8. XHTML to files. Pages: what the PDF needs besides the engine, which is WeasyPrint.

    engine      the engine, loaded when it is needed; what of its inside we touch; what it says
    press       trees of XHTML become pages, and pages one PDF
    sheet       the style sheets: the page, the house style, what the edition asks for
    chapters    what a tree is told first: bookmarks, running heads, where pages begin
    notes       the area at the foot of the page
    note_units  what is laid out together in it, and how high that is
    margins     notes in the margin
    facing      parallel texts on facing pages
    phrases     where lines may end in a phrase
    bidi        runs against the direction of their paragraph
    depth       elements deeper than the engine bears
    glyphs      what the glyphs on a page say when they are copied
    fetcher     the few files that a page may show
    metadata    title, people, dates, languages, page labels
    pagemap     which anchor stands on which page
    faults      what is said of a PDF that was made

Only ``engine``, ``notes``, ``note_units``, ``margins``, ``facing``, ``glyphs`` and ``press`` touch what the engine does not promise to keep.
"""
