"""``python -m corredor``."""

import sys

from corredor.cli import main

if __name__ == "__main__":
    sys.exit(main())
