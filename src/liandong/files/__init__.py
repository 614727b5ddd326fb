"""Files that people attach: checked, made harmless, stored outside the web root, given out through one door."""
