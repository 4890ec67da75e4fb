"""Edits of Word documents: the letters of runs in the body change, nothing else of the package does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from perflint.fix.edits import Edit
from perflint.fix.textual import place_of
from perflint.model import Document
from perflint.office.package import Package
from perflint.office.patch import Patch
from perflint.office.word_names import short
from perflint.office.xml import Element, parse
from perflint.place import Place
from perflint.reporters.word.body import Body, paragraphs_of, read_body
from perflint.reporters.word.runs import Piece, hidden_styles, pieces

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = frozenset({"br", "cr", "tab"})


def apply(data: bytes, document: Document, edits: Iterable[Edit]) -> tuple[bytes, list[Edit]]:
    """The file with the edits made in its body, and the edits that could not be made. Raises BadPackage."""
    patch = Patch(Package(data))
    main = patch.package.related("officeDocument") or ""
    body = read_body(parse(patch.read(main), main))
    styles = patch.package.related("styles", main)
    hidden = hidden_styles(parse(patch.read(styles), styles) if styles is not None and styles in patch else None)
    left = [] if not body.foreign else list(edits)
    for edit in edits if not body.foreign else ():
        place = place_of(document, edit)
        found = _paragraphs(body, place) if place is not None else []
        if not _write(found, edit, place, hidden):
            left.append(edit)
    patch.write(main, body.root)
    return patch.bytes(), left


def _paragraphs(body: Body, place: Place) -> list[Element]:
    """The paragraph of a place; all paragraphs of its cell where it names none."""
    cell = place.cell
    if cell is None:
        return []
    if cell.table is None:
        found, number = body.paragraphs, cell.paragraph or 0
    else:
        element = body.cell(cell.table, cell.row or 0, cell.column or 0)
        if element is None:
            return []
        found, number = paragraphs_of(element), cell.paragraph or 0
        if not number:
            return found
    return [found[number - 1]] if 0 < number <= len(found) else []


def _write(paragraphs: Sequence[Element], edit: Edit, place: Place | None, hidden: frozenset[str]) -> bool:
    """Makes an edit; False, and nothing changed, where the text that stands there is another one."""
    said = [item for item in paragraphs if pieces(item, hidden)]
    if not said or place is None:
        return False
    start = (place.column or 1) - 1 if len(said) == 1 else 0
    shown = [_text(pieces(item, hidden)) for item in said]
    whole = "\n".join(shown)
    if not whole.startswith(edit.old, start) or (len(said) > 1 and not _can_join(said, whole, edit)):
        return False
    old = edit.old if len(said) == 1 else "".join(shown)
    steps = [step for step in SequenceMatcher(None, old, edit.new, autojunk=False).get_opcodes() if step[0] != "equal"]
    found = [piece for item, at in zip(said, _offsets(shown), strict=True) for piece in _shifted(item, at, hidden)]
    if not all(_is_possible(found, start + first, start + last) for _, first, last, _, _ in steps):
        return False
    for _, first, last, begin, end in reversed(steps):
        _replace(found, start + first, start + last, edit.new[begin:end])
    _join(said)
    return True


def _offsets(shown: Sequence[str]) -> list[int]:
    return [sum(map(len, shown[:number])) for number in range(len(shown))]


def _shifted(paragraph: Element, at: int, hidden: frozenset[str]) -> list[Piece]:
    """The pieces of a paragraph that comes after ``at`` other characters."""
    return [replace(piece, start=piece.start + at, stop=piece.stop + at) for piece in pieces(paragraph, hidden)]


def _can_join(said: Sequence[Element], whole: str, edit: Edit) -> bool:
    """Whether an edit of what several paragraphs say does away with every break between them."""
    return whole == edit.old and "\n" not in edit.new and len({id(item.getparent()) for item in said}) == 1


def _join(said: Sequence[Element]) -> None:
    """Moves what further paragraphs say into the first; their own properties go."""
    for paragraph in said[1:]:
        said[0].extend([item for item in paragraph if short(item.tag) != "ppr"])
        paragraph.getparent().remove(paragraph)


def _text(found: Sequence[Piece]) -> str:
    """The letters of pieces, whatever is drawn as one sign each."""
    return "".join(
        piece.text or ("\t" if short(piece.item.tag) == "tab" else "\n") * (piece.stop - piece.start) for piece in found
    )


def _touched(found: Sequence[Piece], start: int, stop: int) -> list[Piece]:
    """The pieces that hold characters ``start`` to ``stop``; for an insertion the one that ends or begins there."""
    if stop > start:
        return [piece for piece in found if piece.start < stop and piece.stop > start]
    return [piece for piece in found if piece.start <= start <= piece.stop and short(piece.item.tag) == "t"][:1]


def _is_possible(found: Sequence[Piece], start: int, stop: int) -> bool:
    touched = _touched(found, start, stop)
    return bool(touched) and all(_can_change(piece) for piece in touched)


def _replace(found: Sequence[Piece], start: int, stop: int, new: str) -> None:
    """Takes characters ``start`` to ``stop`` away and puts ``new`` where the first of them stood."""
    for piece in _touched(found, start, stop):
        if short(piece.item.tag) != "t":
            _become(piece.item, new)
        else:
            text = piece.item.text or ""
            first, last = max(start - piece.start, 0), min(stop, piece.stop) - piece.start
            piece.item.text = text[:first] + new + text[last:]
            piece.item.set(_SPACE, "preserve")
        new = ""


def _become(item: Element, new: str) -> None:
    """A line break or a tab gives way to text, or to nothing."""
    if not new:
        item.getparent().remove(item)
        return
    text = item.makeelement(f"{item.tag.rpartition('}')[0]}}}t")
    text.text = new
    text.set(_SPACE, "preserve")
    item.getparent().replace(item, text)


def _can_change(piece: Piece) -> bool:
    name = short(piece.item.tag)
    return name in _BREAKS or (name == "t" and len(piece.item.text or "") == piece.stop - piece.start)
