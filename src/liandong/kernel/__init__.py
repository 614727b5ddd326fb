"""What is true without a database and without Django: workflows, working time, words, errors."""
