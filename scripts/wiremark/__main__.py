"""`python -m wiremark` is the command `wiremark`."""

from wiremark.cli import main

raise SystemExit(main())
