"""What an input is, told by its content. A file name decides only what broken or bare text is taken for."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from perflint import limits
from perflint.lexicon import Lexicon
from perflint.place import Place
from perflint.readers.decode import decode
from perflint.readers.keys import keys_of
from perflint.readers.source import Unreadable

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
HEAD: Final = 4096
ENDINGS: Final = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "csv",
    ".htm": "html",
    ".html": "html",
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
}
_KNOWN: Final = (
    (b"%OFD", "OFD"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_SAVE_AS: Final = ("请用Word、WPS或Excel打开后另存为.docx或.xlsx", "open it and save it as .docx or .xlsx")
_PICTURE: Final = ("图片中的文字无法读取，请提供原文件", "the text of a picture cannot be read, give the original file")
_PACKED: Final = ("请先解压，再检查其中的文件", "unpack it first and check the files in it")
_ADVICE: Final = {
    **dict.fromkeys(("PNG", "JPEG", "TIFF"), _PICTURE),
    **dict.fromkeys(("RAR", "7z", "gzip"), _PACKED),
    "OFD": ("请导出为PDF，或提供Word、Excel原文件", "export it as PDF, or give the original Word or Excel file"),
}
_OLE_STREAMS: Final = {"EncryptedPackage": "locked", "WordDocument": "doc", "Workbook": "xls", "Book\0": "xls"}
_XML_KINDS: Final = (
    (re.compile(r"<\?mso-application\s[^>]*Word\.Document|<(?:\w+:)?wordDocument[\s>]"), "wordml"),
    (
        re.compile(r"<\?mso-application\s[^>]*Excel\.Sheet|schemas-microsoft-com:office:spreadsheet"),
        "spreadsheetml",
    ),
    (re.compile(r"(?i)<(?:!doctype\s+html|html|head|body|table|meta|div)[\s>]"), "html"),
)
_OTHER_XML: Final = ((re.compile(r"<pkg:package[\s>]"), "Flat OPC"), (re.compile(r"<office:document[\s>]"), "Flat ODF"))
_STRICT: Final = ("yaml", "json", "ndjson")
_PAGE: Final = re.compile(r"(?i)<(?:!doctype|html|\?)")
_MIME: Final = re.compile(r"(?i)mime-version:")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_YAML_LINE: Final = re.compile(r"(?m)^(?:---(?:\s|$)|- |%YAML |[^\s#,{\[][^:,\t\r\n]*:(?:\s|$))")
_KEY: Final = re.compile(r"(?m)^[\"']?([^\s\"'#:,{\[-][^\s\"':,]{0,30})[\"']?[ ]*:(?=\s|$)")
_CELLS: Final = 3


def sniff(name: str, data: bytes, lexicon: Lexicon) -> str:
    """The kind of an input, a key of ``READERS``; raises Unreadable for what is recognised but cannot be read."""
    if not data.strip():
        raise Unreadable("文件是空的", "the file is empty", Place(1, 1, 1, 1))
    kind = _binary(data)
    if kind is not None:
        return kind
    ending = ENDINGS.get(PurePath(name).suffix.lower())
    text = decode(data)
    if not text.strip():
        raise Unreadable("文件是空的", "the file is empty", Place(1, 1, 1, 1))
    if _CONTROL.search(text[:HEAD]) and ending not in ("yaml", "json", "ndjson"):
        raise Unreadable("文件是二进制数据，不是可识别的格式", "binary data of no known format")
    return _text(text, ending, lexicon)


# --- by bytes --------------------------------------------------------------------------------------------------------


def _binary(data: bytes) -> str | None:
    if data.startswith(ZIP):
        return _package(data)
    if data.startswith(OLE):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PAR1"):
        return "parquet"
    for mark, kind in _KNOWN:
        if data.startswith(mark):
            raise _cannot(kind)
    if b"\x00" in data[:HEAD] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("文件是二进制数据，不是可识别的格式", "binary data of no known format")
    return None


def _package(data: bytes) -> str:
    """The kind of a zip package by its list of contents."""
    import io
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > limits.MEMBERS:
                raise Unreadable(
                    f"压缩包内文件超过{limits.MEMBERS}个",
                    f"a package of more than {limits.MEMBERS} members",
                )
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable("文件有密码保护，请取消密码后再检查", "the package is protected by a password")
            names = {member.filename for member in members}
            ways = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            plain = {member.filename for member in members if member.compress_type in ways}
            types, mime = (
                package.open(part).read(limits.SNIFFED_PART_BYTES) if part in plain else b""
                for part in ("[Content_Types].xml", "mimetype")
            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable(f"压缩包已损坏（{error}）", f"the package is damaged ({error})") from None
    return _package_kind(names, types, mime)


def _package_kind(names: set[str], types: bytes, mime: bytes) -> str:
    if "OFD.xml" in names:
        raise _cannot("OFD")
    for mark, kind in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods")):
        if mark in mime:
            return kind
    for mark, kind in ((b"wordprocessingml", "docx"), (b"spreadsheetml", "xlsx")):
        if mark in types.lower():
            return kind
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("压缩包中没有Word或Excel文档", "a package that holds no Word or Excel document")


def _ole(data: bytes) -> str:
    """The kind of an OLE file by the names in its directory; damaged ones are told too."""
    found = [(data.find(name.encode("utf-16-le")), kind) for name, kind in _OLE_STREAMS.items()]
    present = sorted((place, kind) for place, kind in found if place >= 0)
    if any(kind == "locked" for _, kind in present):
        raise Unreadable("文件有密码保护，请取消密码后再检查", "the file is protected by a password")
    if not present:
        raise Unreadable("OLE文件中没有Word或Excel文档", "an OLE file that holds no Word or Excel document")
    return present[0][1]


def _cannot(kind: str) -> Unreadable:
    return Unreadable(
        f"这是{kind}文件，目前不能读取；{_ADVICE.get(kind, _SAVE_AS)[0]}",
        f"a file in the format {kind}, which cannot be read: {_ADVICE.get(kind, _SAVE_AS)[1]}",
    )


# --- by text --------------------------------------------------------------------------------------------------------


def _is_markdown(text: str) -> bool:
    from perflint.readers.markdown_table import is_markdown

    return is_markdown(text)


def _text(text: str, ending: str | None, lexicon: Lexicon) -> str:
    body = text.lstrip()
    if body.startswith("<") and (ending != "markdown" or _PAGE.match(body)):
        return _xml(body[:HEAD], ending)
    if _MIME.match(body) or (_MIME.search(body[:HEAD]) and "multipart/related" in body[:HEAD]):
        raise _cannot("MHTML")
    if body.startswith("{"):
        return _braces(body, ending)
    if body.startswith("[") and ending == "json":
        return "json"
    if _has_table_cells(text, lexicon):
        return "text"
    if ending == "markdown":
        return ending
    if _has_known_key(text, lexicon):
        return "yaml"
    if ending not in _STRICT and _is_markdown(text):
        return "markdown"
    if ending is not None:
        return ending
    if _is_table(body):
        return "csv"
    if _YAML_LINE.search(body) or body.startswith("["):
        return "yaml"
    return "text"


def _xml(head: str, ending: str | None) -> str:
    for pattern, kind in _XML_KINDS:
        if pattern.search(head):
            return kind
    for pattern, kind in _OTHER_XML:
        if pattern.search(head):
            raise _cannot(kind)
    if ending is not None:
        return ending
    raise Unreadable("XML文件，但不是可识别的格式", "an XML file of no known format")


def _braces(body: str, ending: str | None) -> str:
    """JSON, NDJSON or a YAML mapping in braces."""
    line, _, rest = body.partition("\n")
    if ending == "yaml" or not re.match(r"\{\s*[\"}]", body):
        return ending if ending in ("json", "ndjson") else "yaml"
    if rest.strip() and ((ending == "ndjson" and len(line.strip()) > 1) or _is_json(line)):
        return "ndjson"
    if ending == "ndjson" and not rest.strip():
        return "ndjson"
    return "json"


def _is_json(line: str) -> bool:
    import json

    try:
        json.loads(line, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _has_table_cells(text: str, lexicon: Lexicon) -> bool:
    """Whether a line opens a cell with a label of the plain-text form."""
    from perflint.readers.text_form import text_form_of
    from perflint.readers.text_lines import squeeze

    labels = text_form_of(lexicon).labels
    return any(squeeze(line) in labels for line in re.findall(r"(?m)^\t([^\t\r\n]{1,40})\r?$", text))


def _has_known_key(text: str, lexicon: Lexicon) -> bool:
    keys = keys_of(lexicon).document.fields
    return any(match[1] in keys for match in _KEY.finditer(text))


def _is_table(body: str) -> bool:
    """Whether the first line is cut into cells by commas, semicolons or TABs."""
    line = body.partition("\n")[0]
    return any(line.count(mark) + 1 >= _CELLS for mark in (",", ";", "\t"))
