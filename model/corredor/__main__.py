"""``python -m corredor``."""

from corredor.cli import main

if __name__ == "__main__":
    main()
