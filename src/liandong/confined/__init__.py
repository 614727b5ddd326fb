"""Files from outside are read in a child of its own, with limits: nothing that a file does reaches this process."""
