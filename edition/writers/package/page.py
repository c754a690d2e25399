"""A content document: the frame of one XHTML file of the EPUB. Source: EPUB 3.3 §6.1."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from edition.render import language as languages

FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {language}>
<head>
<meta charset="UTF-8"/>
<title>{title}</title>
{styles}</head>
<body{kind}>
{body}
</body>
</html>
"""


def page(title: str, body: str, *, language: str, kind: str = "", styles: Sequence[str] = ()) -> str:
    """A whole file. `kind` is its epub:type (words of the EPUB Structural Semantics Vocabulary), `styles` are addresses from it."""
    return FRAME.format(
        language=spoken(language), title=escape(title, quote=False), body=body,
        styles="".join(f'<link rel="stylesheet" type="text/css" href="{escape(style)}"/>\n' for style in styles),
        kind=f' epub:type="{kind}"' if kind else "",
    )  # fmt: skip


def spoken(language: str) -> str:
    """``lang``, ``xml:lang`` and ``dir`` as attributes; "und" for what is no tag of BCP 47."""
    return " ".join(f'{name}="{value}"' for name, value in (languages.attributes(language) or languages.attributes("und")).items())
