"""The one layout recogniser for all table formats: blocks (paragraphs and grids) → Document.

Small passes: find labels, then fields, then indicator rows; nothing is tied to one template. Words are data
(``rules/lexicon/labels.yaml``).
"""

from perflint.readers.layout.margins import Margin
from perflint.readers.layout.recogniser import recognise

__all__ = ["Margin", "recognise"]
