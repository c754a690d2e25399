"""What a `graphic` or a `media` shows, as messages call it: a picture, a recording, a film, or another file."""

from __future__ import annotations

from pathlib import PurePosixPath

from edition.tei import Element, local

BY_TYPE = {"image": "picture", "audio": "recording", "video": "film"}  # the first part of a media type
BY_SUFFIX = {
    **dict.fromkeys((".wav", ".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".aac", ".aif", ".aiff", ".mid", ".midi"), "recording"),
    **dict.fromkeys((".mp4", ".m4v", ".webm", ".ogv", ".mov", ".avi", ".mpg", ".mpeg", ".mkv"), "film"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".bmp", ".jp2", ".pdf", ".eps", ".avif"), "picture"),
}  # fmt: skip


def called(node: Element) -> str:
    """By its @mimeType, else by the end of its @url; a graphic is a picture where neither tells, and a media a file."""
    said = (node.get("mimeType") or "").strip().lower().partition("/")[0]
    suffix = PurePosixPath((node.get("url") or "").strip().partition("#")[0]).suffix.lower()
    return BY_TYPE.get(said) or BY_SUFFIX.get(suffix) or ("file" if local(node) == "media" else "picture")
