"""All texts of a document by field path, in document order: what two documents are compared by, value for value."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from perflint.model import Document, Project

Key = tuple[int, str]
"""The project's index (-1: the document itself) and the field path, as violations and places carry them."""
_HEAD = ("profile", "title", "year", "region", "money_unit")


def scalars(document: Document) -> dict[Key, str]:
    """Every text of a document, blank ones too."""
    found: dict[Key, str] = {(-1, name): getattr(document, name) for name in _HEAD}
    found.update(((-1, path), text) for path, text in _walk(document.department, "department"))
    for position, project in enumerate(document.projects):
        found.update(((position, path), text) for path, text in project_scalars(project))
    return found


def project_scalars(project: Project) -> Iterator[tuple[str, str]]:
    """The texts of one project by field path; ``no`` as digits."""
    for name in project.__struct_fields__:
        if name != "places":
            yield from _walk(getattr(project, name), name)


def _walk(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif value is None or isinstance(value, int):
        yield path, "" if value is None else str(value)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        yield from _walk_items(value, path)


def _walk_items(items: tuple[object, ...], path: str) -> Iterator[tuple[str, str]]:
    """List items by their number from 1; labelled amounts by their label, a repeated one with its number behind it."""
    seen: dict[str, int] = {}
    for number, item in enumerate(items, 1):
        if not isinstance(item, tuple):
            yield from _walk(item, f"{path}[{number}]")
            continue
        label, text = item
        seen[label] = seen.get(label, 0) + 1
        yield f"{path}.{label}" + (f"#{seen[label]}" if seen[label] > 1 else ""), text
