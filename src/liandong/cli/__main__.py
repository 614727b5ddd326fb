"""`python -m liandong.cli`."""
from liandong.cli import main

main(prog_name="liandong")
