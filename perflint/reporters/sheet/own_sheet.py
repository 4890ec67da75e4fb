"""perflint's own sheets as worksheet parts. All texts are inline strings: nothing in them can become a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from perflint.office.findings_sheet import VERDICT, VERDICTS
from perflint.office.fresh import START
from perflint.office.sheet_names import escaped, reference
from perflint.reporters.display import width
from perflint.reporters.sheet.listing import Entry, Listing
from perflint.reporters.sheet.styles import Styles
from perflint.violation import Severity

_LONGEST = 32_000
_LINE, _HIGHEST = 15, 300


def sheet_xml(listing: Listing, styles: Styles, lang: str, space: str, links: str) -> bytes:
    """The worksheet part. ``space`` and ``links`` are the namespaces of the workbook."""
    look = {kind: styles.text(kind) for kind in ("plain", "head", "link")}
    tones = {severity: styles.filled(look["plain"], severity) for severity in Severity}
    heads = tuple(map(Entry, listing.heads))
    rows = [_row(heads, 0, listing.widths, dict.fromkeys(look, look["head"]), {})]
    rows += [_row(row, number, listing.widths, look, tones) for number, row in enumerate(listing.rows, 1)]
    last = len(listing.rows)
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{size}" customWidth="1"/>'
        for number, size in enumerate(listing.widths, 1)
    )
    text = (
        f'{START}<worksheet xmlns="{space}" xmlns:r="{links}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols>"
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{reference(last, len(listing.heads) - 1)}"/>'
        f"{_choices(listing, lang)}{_hyperlinks(listing)}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    return text.encode("utf-8")


def _row(
    entries: Sequence[Entry],
    number: int,
    widths: Sequence[int],
    look: Mapping[str, int],
    tones: Mapping[Severity, int],
) -> str:
    cells = []
    for column, entry in enumerate(entries):
        style = look["link"] if entry.link else look["plain"]
        if entry.severity is not None:
            style = tones[entry.severity]
        at = reference(number, column)
        if entry.text:
            content = escape(escaped(entry.text[:_LONGEST]))
            cells.append(f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>')
        else:
            cells.append(f'<c r="{at}" s="{style}"/>')
    lines = max(_lines(entry.text, size) for entry, size in zip(entries, widths, strict=True))
    return f'<row r="{number + 1}" ht="{min(lines * _LINE, _HIGHEST)}" customHeight="1">{"".join(cells)}</row>'


def _lines(text: str, columns: int) -> int:
    """How many lines a text takes in a column so many letters wide; programs do not all work that out themselves."""
    return sum(width(line) // max(columns - 1, 1) + 1 for line in text.split("\n"))


def _choices(listing: Listing, lang: str) -> str:
    """The list of verdicts that a reviewer can choose from."""
    if listing.kind != "findings" or not listing.rows:
        return ""
    words = ",".join(VERDICTS[lang].values())
    cells = f"{reference(1, VERDICT)}:{reference(len(listing.rows), VERDICT)}"
    title, said = ("审核意见", "请选择：采纳、驳回或豁免；驳回和豁免须写理由和审核人")
    if lang == "en":
        title, said = "Verdict", "Choose accepted, rejected or waived; the latter two need a reason and a name"
    return (
        f'<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle={quoteattr(title)} error={quoteattr(said)} promptTitle={quoteattr(title)} '
        f'prompt={quoteattr(said)} sqref="{cells}"><formula1>"{words}"</formula1></dataValidation></dataValidations>'
    )


def _hyperlinks(listing: Listing) -> str:
    items = []
    for number, row in enumerate(listing.rows, 1):
        for column, entry in enumerate(row):
            if entry.link is not None:
                name = entry.link[0].replace("'", "''")
                target = quoteattr(f"'{name}'!{entry.link[1]}")
                items.append(f'<hyperlink ref="{reference(number, column)}" location={target}/>')
    return f"<hyperlinks>{''.join(items)}</hyperlinks>" if items else ""
