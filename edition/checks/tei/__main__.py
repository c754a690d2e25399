"""Makes the facts of TEI that the program carries, from the schema that the TEI Consortium publishes:

    python -m edition.checks.tei path/to/tei_all.rng

Element names, content models, attributes, datatypes and closed lists of values only: none of TEI's prose, none of its examples.
"""

from __future__ import annotations

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

from edition import relaxng
from edition.checks.tei import FACTS
from edition.relaxng.grammar import Grammar


def main(path: Path) -> None:
    data = path.read_bytes()
    version = re.search(r"TEI Edition:\s+P5\s+Version\s+(\d+\.\d+\.\d+)", data.decode())
    if version is None:
        sys.exit(f"{path}: names no version of TEI in its first comment")
    grammar = relaxng.load(path).grammar
    assert isinstance(grammar, Grammar)
    facts = relaxng.dump(grammar)
    head = {"version": version[1], "sha256": sha256(data).hexdigest()}
    rows = [f'"{key}":{json.dumps(value, ensure_ascii=False, separators=(",", ":"))}' for key, value in {**head, **facts}.items()]
    FACTS.write_text("{" + ",\n".join(rows).replace("],[", "],\n[") + "}\n", encoding="utf-8")
    print(f"{FACTS.name}: TEI {head['version']}, {len(facts['elements'])} elements, {len(facts['patterns'])} patterns, {FACTS.stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
