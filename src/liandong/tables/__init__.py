"""Tables that people bring and take away: .csv, .csv.gz and .xlsx read in a limited child, .xlsx written."""
from liandong.tables.reading import Table, read_table, read_upload
from liandong.tables.report import Problem, Report
from liandong.tables.writing import write_long_table, write_table

__all__ = ["Problem", "Report", "Table", "read_table", "read_upload", "write_long_table", "write_table"]
