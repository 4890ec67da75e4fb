"""Workbooks given back with notes, fills and a list of findings: the author's own file, patched, or one made."""
