"""A Word paragraph as the lines a person reads: changes accepted, hidden text and field codes left out.

Places of lines are kept: which paragraph of the cell or body, and where in its text.
"""

from __future__ import annotations

from msgspec import Struct, field

from perflint.model import Problem
from perflint.office.xml import Element
from perflint.place import Place
from perflint.readers.raised import Marks, settled
from perflint.readers.reading_problems import Drawn
from perflint.readers.word.names import attr, child, short, switch
from perflint.readers.word.numbering import Numbering
from perflint.readers.word.styles import PLAIN, Style, Styles, list_of, raised, symbol_font
from perflint.readers.word.symbols import in_symbol_font, plain, symbol

_THROUGH = frozenset(
    {"ins", "moveto", "hyperlink", "smarttag", "sdt", "sdtcontent", "customxml", "fldsimple", "dir", "bdo", "ruby",
     "rubybase", "aml:content", "mc:AlternateContent", "mc:Choice", "subdoc"}
)  # fmt: skip
_GONE = frozenset({"del", "movefrom"})
CHANGES = frozenset({"ins", "del", "movefrom", "moveto", "cellins", "celldel", "cellmerge"})
_SIGNS = {"tab": "\t", "ptab": "\t", "nobreakhyphen": "-", "pgnum": "", "softhyphen": ""}
_ANNOTATIONS = {"Word.Insertion": "ins", "Word.Deletion": "del"}


class Text(Struct):
    """What one paragraph says: its text with ``\\n`` for line breaks, text boxes found in it, its list number."""

    text: str = ""
    label: str = ""
    boxes: list[Element] = field(default_factory=list)
    raised: set[int] = field(default_factory=set)
    """Which of its pieces are set as superscripts, while they are gathered."""
    exact: bool = True
    """Every sign of the text stands in the paragraph, and no other."""
    joined: bool = False
    """The paragraph's mark is deleted: the next one goes on in the same line."""


class Story(Struct):
    """State that goes on from paragraph to paragraph: list numbers, open fields, tracked changes counted."""

    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)
    fields: list[bool] = field(default_factory=list)
    changes: set[str] = field(default_factory=set)
    unnamed_changes: int = 0
    drawn: Drawn = field(default_factory=Drawn)
    marks: Marks = field(default_factory=Marks)
    style: Style = PLAIN
    """The style of the paragraph being read: whether text is hidden or of a symbol font, where no run says else."""

    def count_change(self, element: Element) -> None:
        """A tracked change; parts of one change share its id."""
        key = attr(element, "id") or element.get("{http://schemas.microsoft.com/aml/2001/core}id")
        if key is None:
            self.unnamed_changes += 1
        else:
            self.changes.add(key)

    @property
    def change_count(self) -> int:
        return len(self.changes) + self.unnamed_changes

    def ended(self, place: Place, blank: bool) -> None:
        """A cell ends: what was drawn or left out in it stood there."""
        self.drawn.cell(place, blank)
        self.marks.stood_in(place)

    def problems(self) -> list[Problem]:
        """What could not be read, or was left out, each kind once."""
        return [*self.drawn.problems(), *self.marks.problems()]


def read_paragraph(element: Element, story: Story) -> Text:
    """The text of a ``w:p``. Must be called in document order, for list numbers and fields go on."""
    out = Text()
    pieces: list[str] = []
    properties = child(element, "ppr")
    outer, story.style = story.style, story.styles.paragraph(properties)
    _content(element, story, out, pieces)
    out.text = settled(pieces, out.raised, story.marks)
    out.exact = not out.raised or out.text == "".join(pieces)
    story.style = outer
    if properties is not None:
        mark = child(properties, "rpr")
        for item in mark if mark is not None else ():
            kind = _kind(item)
            if kind in CHANGES:
                story.count_change(item)
                out.joined = out.joined or kind in _GONE
    out.label = _label(properties, story) if out.text or not out.joined else ""
    return out


def _label(properties: Element | None, story: Story) -> str:
    listed = child(properties, "listpr")
    if listed is not None:
        shown = child(listed, "wx:t")
        return (shown.get(f"{shown.tag.partition('}')[0]}}}val") or "") if shown is not None else ""
    num = list_of(properties) or story.styles.paragraph(properties).num
    return story.numbering.label(*num) if num is not None and num[0] != "0" else ""


def _kind(element: Element) -> str:
    """The short name, with Word 2003's annotations named as the changes that they are."""
    name = short(element.tag)
    if name == "aml:annotation":
        kind = next((value for key, value in element.attrib.items() if key.endswith("}type")), "")
        return _ANNOTATIONS.get(kind, name)
    return name


def _content(element: Element, story: Story, out: Text, pieces: list[str]) -> None:
    for item in element:
        name = _kind(item)
        if name == "r":
            _run(item, story, out, pieces)
        elif name in _GONE:
            story.count_change(item)
        elif name == "sdt" and child(item, "sdtpr", "showingplchdr") is not None:
            continue  # the prompt of a content control that nobody filled in
        elif name in _THROUGH:
            if name in CHANGES:
                story.count_change(item)
            _content(item, story, out, pieces)
            if name == "mc:AlternateContent" and child(item, "mc:Choice") is None:
                _content(_fallback(item), story, out, pieces)
        elif name in ("m:oMath", "m:oMathPara"):
            pieces.append(_equation(item))


def _fallback(element: Element) -> Element:
    found = child(element, "mc:Fallback")
    return found if found is not None else ()


def _run(element: Element, story: Story, out: Text, pieces: list[str]) -> None:
    properties = child(element, "rpr")
    style = story.styles.run(properties)
    hidden = (story.style.hidden if style.hidden is None else style.hidden) or False
    symbols = (story.style.symbol if style.symbol is None else style.symbol) or False
    own = raised(properties)
    high = (style.raised if own is None else own) or False
    if properties is not None:
        if (vanish := child(properties, "vanish")) is not None:
            hidden = switch(vanish)
        named = symbol_font(properties)
        symbols = symbols if named is None else named
    found = len(pieces)
    _run_content(element, story, out, pieces, symbols)
    if hidden:
        del pieces[found:]
    elif high:
        out.raised.update(range(found, len(pieces)))


def _run_content(element: Element, story: Story, out: Text, pieces: list[str], symbols: bool) -> None:
    for item in element:
        name = short(item.tag)
        if name == "t":
            if not any(story.fields):
                text = item.text or ""
                pieces.append(in_symbol_font(text) if symbols else plain(text))
        elif name in ("br", "cr"):
            pieces.append("" if attr(item, "type") in ("page", "column") or any(story.fields) else "\n")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name == "sym":
            code = attr(item, "char") or ""
            pieces.append(symbol(_hex(code), attr(item, "font") or ""))
        elif name == "fldchar":
            _field(attr(item, "fldCharType"), story)
        elif name in ("drawing", "pict", "object"):
            boxes = _boxes(item)
            out.boxes += boxes
            if not boxes:
                story.drawn.objects += name == "object"
                story.drawn.pictures += name != "object" and _is_picture(item)
        elif name in ("mc:AlternateContent", "mc:Choice", "ruby", "rubybase"):
            choice = child(item, "mc:Choice") if name == "mc:AlternateContent" else item
            _run_content(choice if choice is not None else _fallback(item), story, out, pieces, symbols)
        elif name == "r":
            _run(item, story, out, pieces)
        elif name in ("m:oMath", "m:oMathPara"):
            pieces.append(_equation(item))


def _field(kind: str | None, story: Story) -> None:
    """``fields`` holds, for each open field, whether its code is running (its result not yet reached)."""
    if kind == "begin":
        story.fields.append(True)
    elif kind == "separate" and story.fields:
        story.fields[-1] = False
    elif kind == "end" and story.fields:
        story.fields.pop()


def _boxes(element: Element) -> list[Element]:
    """The text boxes drawn at this spot, outermost only."""
    found = []
    for item in element:
        if short(item.tag) == "txbxcontent":
            found.append(item)
        elif short(item.tag) != "mc:Fallback" or child(element, "mc:Choice") is None:
            found += _boxes(item)
    return found


def _is_picture(element: Element) -> bool:
    return any(str(item.tag).endswith(("}blip", "}imagedata", "}pic")) for item in element.iterdescendants())


def _equation(element: Element) -> str:
    """An equation in one line: fractions get their stroke."""
    text = ""
    for item in element:
        name = short(item.tag)
        if name == "m:t":
            text += item.text or ""
        elif name == "m:f":
            parts = [_equation(part) for part in item if short(part.tag) in ("m:num", "m:den")]
            text += "/".join(parts)
        else:
            text += _equation(item)
    return text


def _hex(code: str) -> int:
    try:
        value = int(code, 16)
    except ValueError:
        return 0xFFFD
    return value if 0 < value < 0x110000 and not 0xD800 <= value < 0xE000 else 0xFFFD
