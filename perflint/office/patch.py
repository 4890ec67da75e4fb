"""Changes to the parts that hold a package together: relations and content types."""

from __future__ import annotations

import posixpath

from lxml import etree

from perflint.office.package import Package
from perflint.office.xml import Element, parse

STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_PART = "[Content_Types].xml"


class Patch:
    """Parts of a package that were changed or added so far. ``bytes()`` gives the package with them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._parts: dict[str, bytes] = {}

    def read(self, part: str) -> bytes:
        """A part as it now is. Raises BadPackage."""
        return self._parts[part] if part in self._parts else self.package.read(part)

    def __contains__(self, part: str) -> bool:
        return part in self._parts or part in self.package

    def write(self, part: str, root: Element) -> None:
        """Replaces or adds an XML part, unless it says the same as before."""
        data = serialised(root)
        if part not in self.package or serialised(parse(self.package.read(part), part)) != data:
            self._parts[part] = data
        else:
            self._parts.pop(part, None)

    def free_name(self, stem: str, ending: str) -> str:
        """The first of ``stem + ending``, ``stem + "1" + ending`` … that no part has."""
        number = 0
        while (name := f"{stem}{number or ''}{ending}") in self:
            number += 1
        return name

    def relate(self, owner: str, kind: str, target: str, strict: bool = False) -> str:
        """The id of a relation from a part to another, added where there is none."""
        folder, base = posixpath.split(owner)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        root = (
            parse(self.read(part), part) if part in self else etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        )
        ids = set()
        for item in root:
            ids.add(item.get("Id", ""))
            known = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
            if item.get("Type", "").endswith(f"/{kind}") and known.lower() == target.lower():
                return str(item.get("Id", ""))
        number = next(number for number in range(1, len(ids) + 2) if f"rId{number}" not in ids)
        link = _child(root, "Relationship")
        link.set("Id", f"rId{number}")
        link.set("Type", f"{STRICT if strict else TRANSITIONAL}/{kind}")
        link.set("Target", posixpath.relpath(f"/{target}", f"/{folder}"))
        self.write(part, root)
        return f"rId{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Gives a part its content type."""
        root = parse(self.read(_TYPES_PART), _TYPES_PART)
        name = f"/{part}"
        for item in root:
            if item.get("PartName", "").lower() == name.lower():
                if item.get("ContentType") != content_type:
                    item.set("ContentType", content_type)
                break
        else:
            entry = _child(root, "Override")
            entry.set("PartName", name)
            entry.set("ContentType", content_type)
        self.write(_TYPES_PART, root)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Gives all parts of an ending their content type, where the ending has none yet."""
        root = parse(self.read(_TYPES_PART), _TYPES_PART)
        if any(item.get("Extension", "").lower() == ending for item in root):
            return
        entry = _child(root, "Default")
        entry.set("Extension", ending)
        entry.set("ContentType", content_type)
        self.write(_TYPES_PART, root)

    def bytes(self) -> bytes:
        """The whole package. Raises BadPackage."""
        return self.package.patched(self._parts)


def _child(root: Element, name: str) -> Element:
    """A new last child in the namespace of its parent."""
    space = etree.QName(root).namespace
    return etree.SubElement(root, f"{{{space}}}{name}" if space else name)


def serialised(root: Element) -> bytes:
    """An XML part as bytes, the same for the same tree."""
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))
