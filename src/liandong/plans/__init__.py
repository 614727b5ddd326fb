"""What people bring to the matching engine and what they get from it: registers in, a page and a workbook out."""
