"""The report for reviewers as web pages: the document in its own layout with every violation at its cell.

``single`` makes one self-contained file, ``folder`` an index and pages; both show what ``page`` prepares.
"""
