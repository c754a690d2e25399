"""Makes essay.docx and the two pictures of the sample again: ``python seeds/sample/making/make.py``.

A docx cannot be read in a diff, so its text is kept beside it, in essay.md, and pandoc puts it into Word's format. The same versions of
pandoc and Pillow give the same bytes (made with pandoc 3.9 and Pillow 13.0); with other versions the docx has other bytes, and its
sha256 in essay.toml must follow. The letter, the notice, the poem and the scene were written as they lie there.
"""

from __future__ import annotations

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pictures
import pypandoc

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent
DAY = "1769817600"  # 31 January 2026, the edition's date, in seconds: pandoc writes it into the docx


def main() -> None:
    """Draw, convert, and say the new checksum."""
    pictures.ferry(SAMPLE / "images" / "patience.png")
    chart, essay = HERE / "chart.png", SAMPLE / "essay.docx"
    pictures.chart(chart)
    command = [pypandoc.get_pandoc_path(), "essay.md", "--from=markdown-smart", "--to=docx", f"--output={essay}"]
    try:
        subprocess.run(command, cwd=HERE, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": DAY, "TZ": "UTC"})
    finally:
        chart.unlink()
    print(f"essay.docx  sha256 {sha256(essay.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
