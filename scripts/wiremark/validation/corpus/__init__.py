"""Level 5's checks, one module per idea, and the folder of annotation files that they look at."""
