"""`python -m sahelkit` is the same as `sahelkit`."""

import sys

from sahelkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
