"""``python -m edition`` is the command ``edition``."""

import sys

from edition.cli import main

if __name__ == "__main__":
    sys.exit(main())
