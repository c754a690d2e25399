"""8. The parts of an EPUB 3.3 package: the container, the package document, the navigation document, a page, and a look at the whole.

Own packaging: it is small, its value lies in the metadata and the notes that no library gives, and it is the same bytes every time.
"""
