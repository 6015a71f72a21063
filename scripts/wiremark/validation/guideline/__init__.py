"""Level 4's checks, one module per idea, and the view of a file that they share."""
