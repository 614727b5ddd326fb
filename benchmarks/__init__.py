"""Speed, measured by one command (`make bench`) against a baseline of the same run. Never a time limit in a test."""
