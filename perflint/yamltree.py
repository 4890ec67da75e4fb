"""Small YAML files that people write for perflint (rule packs, configuration, waivers) as trees with places.

Built from parser events without recursion, so that deep nesting cannot exhaust the stack; aliases and tags are
refused. Plain scalars are null, booleans, integers or text (``90.00`` stays as written); everything quoted is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from perflint.syntax import yaml_meaning

MAX_DEPTH = 64
_INT = re.compile(r"[-+]?(0|[1-9]\d*)")


class TreeError(ValueError):
    """The text is no YAML that perflint takes. ``zh`` and ``en`` say why, ``line`` and ``column`` count from 1."""

    def __init__(self, zh: str, en: str, line: int, column: int) -> None:
        self.zh = zh
        self.en = en
        self.line = line
        self.column = column
        super().__init__(f"{line}:{column}: {en}")


class Node(Struct):
    """One node. ``value`` is a scalar, a list of nodes, or a dict of key text → (key node, value node)."""

    value: Any
    line: int
    column: int
    end_line: int = 0
    duplicates: list[Node] = field(default_factory=list)

    def plain(self) -> Any:
        """The node as plain data, without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, (_, node) in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: tuple[str | int, ...]) -> Node:
        """The node at a path of keys and indexes, or the nearest one that holds it."""
        node = self
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                node = node.value[step][1]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                break
        return node

    def key(self, path: tuple[str | int, ...]) -> Node:
        """The node of the key that ends the path, where there is one; else as ``at``."""
        holder = self.at(path[:-1]) if path else self
        if path and isinstance(holder.value, dict) and path[-1] in holder.value:
            key_node: Node = holder.value[path[-1]][0]
            return key_node
        return self.at(path)


def parse(text: str) -> Node:
    """The tree of a YAML text; an empty text is an empty mapping. Raises TreeError."""
    import yaml

    loader_class = getattr(yaml, "CLoader", yaml.Loader)
    try:
        loader = loader_class(text)
        return _build(_events(loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise TreeError(*yaml_meaning(said), line, column) from None
    except yaml.YAMLError as error:
        raise TreeError(*yaml_meaning(str(error).splitlines()[0]), 1, 1) from None


def _events(loader: Any) -> Iterator[Any]:
    while loader.check_event():
        yield loader.get_event()


def _build(events: Iterator[Any]) -> Node:
    import yaml

    root: Node | None = None
    stack: list[tuple[Node, Node | None]] = []  # (open collection, key that waits for its value)
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise _error(event, "不支持YAML别名（*）", "YAML aliases (*) are not allowed")
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _error(event, "文件含有多个YAML文档", "more than one document in the file")
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            stack.pop()[0].end_line = _last_line(event)
            continue
        if not isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            continue
        if event.anchor:
            raise _error(event, "不支持YAML锚点（&）", "YAML anchors (&) are not allowed")
        if event.tag and event.tag != "!":
            raise _error(event, "不支持YAML标签（!）", "YAML tags (!) are not allowed")
        node = _node(event)
        if stack:
            _add(stack, node, event)
        else:
            root = node
        if not isinstance(event, yaml.ScalarEvent):
            if len(stack) >= MAX_DEPTH:
                raise _error(event, f"嵌套超过{MAX_DEPTH}层", f"nested more than {MAX_DEPTH} levels deep")
            stack.append((node, None))
    return root if root is not None else Node({}, 1, 1, 1)


def _node(event: Any) -> Node:
    import yaml

    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if isinstance(event, yaml.MappingStartEvent):
        return Node({}, line, column)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node([], line, column)
    value = _scalar(event.value) if event.style is None or event.style == "" else event.value
    return Node(value, line, column, _last_line(event))


def _add(stack: list[tuple[Node, Node | None]], node: Node, event: Any) -> None:
    holder, key = stack[-1]
    if isinstance(holder.value, list):
        holder.value.append(node)
    elif key is None:
        if isinstance(node.value, (list, dict)):
            raise _error(event, "键应为单个值", "a key must be a single value")
        node.value = event.value
        stack[-1] = (holder, node)
    else:
        if key.value in holder.value:
            holder.duplicates.append(key)
        else:
            holder.value[key.value] = (key, node)
        stack[-1] = (holder, None)


def _error(event: Any, zh: str, en: str) -> TreeError:
    return TreeError(zh, en, event.start_mark.line + 1, event.start_mark.column + 1)


def _scalar(written: str) -> Any:
    if written in ("", "~", "null", "Null", "NULL"):
        return None
    if written in ("true", "True", "TRUE"):
        return True
    if written in ("false", "False", "FALSE"):
        return False
    if _INT.fullmatch(written):
        return int(written) if len(written) < 30 else written
    return written


def _last_line(event: Any) -> int:
    """The line in which an event ends, from 1."""
    line: int = event.end_mark.line
    return line + 1
