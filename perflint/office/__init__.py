"""The package layer of Office files: parts, content types, relations, and XML that is safe to parse.

Readers take cells from it; annotators patch single parts through it and leave every other part byte for byte as it
was.
"""
