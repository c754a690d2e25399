"""Documents as they are found, to TEI with every repair on record, and from TEI to PDF, EPUB and a deposit."""

from edition.version import __version__

__all__ = ["__version__"]
