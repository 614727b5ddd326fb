"""Orders that a hotline or another system sends by file, brought in on a page.

The way of a file: uploaded and kept as its rows (`services.upload`), its headers read by what is known of the sender
or by what somebody says (`columns`), every row checked (`reading`), shown, then written all or nothing (`bringing`).
An order is known by its sender's number; what changed at the sender is told, what changed on both sides is decided by
a person (`changes`, `deciding`). Source: forms.md, "Hotline 12345" and the rules below its table.
"""
