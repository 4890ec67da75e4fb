"""One file of a rule pack as a tree with places; what is wrong in it is refused with its place and the right word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct
from pydantic import ValidationError

from perflint import yamltree
from perflint.engine.packfile import RULE_ID, PackFile
from perflint.engine.packfolder import MAX_FILE, PackError
from perflint.userfile import cannot_open, nearest
from perflint.violation import Message

Raw: TypeAlias = dict[str, Any]
Path_: TypeAlias = tuple[str | int, ...]
_LISTED = 12
_SHOWN = 60


class PackSource(Struct, frozen=True):
    """One file: ``shown`` is the name that messages give it, ``content`` what it says as plain data."""

    shown: str
    layer: str
    root: yamltree.Node
    content: Raw

    def error(self, path: Path_, zh: str, en: str) -> PackError:
        """What is wrong at a path of keys and indexes (at its key, where there is one), to be raised."""
        node = self.root.key(path)
        return PackError(self.shown, Message(zh, en), node.line, node.column)

    def unknown(self, path: Path_, zh: str, en: str, name: str, known: Iterable[str]) -> PackError:
        """A name that nothing has; ``zh`` and ``en`` say what it should name."""
        more = did_you_mean(name, known)
        return self.error(path, f"没有{zh}“{name}”{more.zh}", f"no {en} {name!r}{more.en}")

    def origin(self, path: Path_) -> str:
        """The file and line of what stands at a path."""
        return f"{self.shown}:{self.root.at(path).line}"


def did_you_mean(name: str, known: Iterable[str]) -> Message:
    """The nearest known name, else the known ones where they are few, in words that follow a refusal."""
    listed = list(known)
    near = nearest(name, listed)
    if near:
        return Message(f"，是否指“{near}”？", f", did you mean {near!r}?")
    if 0 < len(listed) <= _LISTED:
        return Message(f"；可用的有{'、'.join(listed)}", f"; there are {', '.join(listed)}")
    return Message("", "")


def read_source(path: Path, shown: str, layer: str) -> PackSource:
    """The file, validated against the shape of packs. Raises PackError."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise PackError(shown, Message("不是普通文件", "is no ordinary file"))
        if path.stat().st_size > MAX_FILE:
            raise PackError(shown, Message(f"文件超过{MAX_FILE}字节", f"larger than {MAX_FILE} bytes"))
        root = yamltree.parse(path.read_text(encoding="utf-8-sig"))
    except yamltree.TreeError as error:
        reason = Message(f"不是可读的YAML：{error.zh}", f"not YAML that can be read: {error.en}")
        raise PackError(shown, reason, error.line, error.column) from None
    except UnicodeDecodeError as error:
        place = error.start + 1
        reason = Message(
            f"不是UTF-8文字（第{place}字节），请另存为UTF-8", f"not UTF-8 text (byte {place}); save it as UTF-8"
        )
        raise PackError(shown, reason, 1, 1) from None
    except OSError as error:
        why = cannot_open(error)
        raise PackError(shown, Message(f"打不开：{why.zh}", f"cannot be opened: {why.en}")) from None
    _refuse_duplicates(root, shown)
    try:
        content = PackFile.model_validate(root.plain())
    except ValidationError as error:
        raise _refusal(shown, root, error) from None
    plain = content.model_dump(mode="json", by_alias=True)
    # A profile that changes another one says only what it changes.
    plain["profiles"] = [item.model_dump(mode="json", exclude_unset=bool(item.extends)) for item in content.profiles]
    return PackSource(shown, layer, root, plain)


def _refuse_duplicates(root: yamltree.Node, shown: str) -> None:
    waiting = [root]
    while waiting:
        here = waiting.pop()
        for key in here.duplicates:
            reason = Message(f"键“{key.value}”写了两次", f"the key {key.value!r} stands twice")
            raise PackError(shown, reason, key.line, key.column)
        if isinstance(here.value, dict):
            waiting.extend(value for _, value in here.value.values())
        elif isinstance(here.value, list):
            waiting.extend(here.value)


def _refusal(shown: str, root: yamltree.Node, error: ValidationError) -> PackError:
    found = error.errors()
    # A key that is misspelt is missing, too: the misspelling is what helps.
    first = next((item for item in found if item["type"] == "extra_forbidden"), found[0])
    where = _real_steps(tuple(first["loc"]), root, first["type"])
    spot = root.key(where)
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in where)
    words = _words(first, where)
    return PackError(
        shown, Message(f"{name or '文件'}：{words.zh}", f"{name or 'the file'}: {words.en}"), spot.line, spot.column
    )


def _real_steps(loc: Path_, root: yamltree.Node, kind: str) -> Path_:
    """The steps of a place that the file has, without those that name branches of the shape."""
    found: list[str | int] = []
    node = root
    for step in loc:
        inner = node.at((step,))
        if inner is node:
            if kind in ("missing", "extra_forbidden"):
                found.append(step)
            break
        found.append(step)
        node = inner
    return tuple(found)


def _words(error: Any, where: Path_) -> Message:
    """What a refusal of the shape says, in both languages."""
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        return Message("缺少这一项，请补充", "is missing; write it")
    if kind == "extra_forbidden":
        more = did_you_mean(str(where[-1]), _known_keys(where))
        return Message(f"不认识的键“{where[-1]}”{more.zh}", f"unknown key {where[-1]!r}{more.en}")
    if kind == "literal_error":
        more = did_you_mean(str(given), re.findall(r"'([^']+)'", str(context["expected"])))
        short = str(given)[:_SHOWN]
        return Message(f"不能是“{short}”{more.zh}", f"cannot be {short!r}{more.en}")
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        short = str(given)[:_SHOWN]
        if pattern == RULE_ID:
            near = short.upper()
            fits = re.fullmatch(RULE_ID, near) is not None
            zh = f"“{short}”不是规则编号，编号为三个大写字母加三位数字，如 OWN001" + (f"；请写“{near}”" if fits else "")
            en = f"{short!r} is no rule id: three capital letters, three digits, as OWN001"
            return Message(zh, en + (f"; write {near!r}" if fits else ""))
        return Message(f"“{short}”不合写法{pattern}", f"{short!r} is not written as {pattern}")
    if kind == "too_short":
        least = context["min_length"]
        return Message(f"至少要有{least}个", f"needs at least {least}")
    if kind == "value_error":
        said: Message = context["error"].args[0]
        return said
    shapes = {
        "list_type": ("列表", "a list"),
        "string_type": ("文字", "a text"),
        "int_type": ("整数", "a whole number"),
        "int_parsing": ("整数", "a whole number"),
        "bool_type": ("true 或 false", "true or false"),
        "bool_parsing": ("true 或 false", "true or false"),
        "too_long": ("一项", "one entry only"),
    }
    shapes |= dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), ("键值对", "a mapping"))
    if kind in shapes:
        zh, en = shapes[kind]
        return Message(f"应为{zh}", f"must be {en}")
    return Message(f"不合要求（{error['msg']}）", str(error["msg"]))


def _known_keys(where: Path_) -> list[str]:
    model: Any = PackFile
    for step in where[:-1]:
        fields = {(info.alias or name): info for name, info in getattr(model, "model_fields", {}).items()}
        if isinstance(step, str) and step in fields:
            model = _inner_model(fields[step].annotation)
    return [info.alias or name for name, info in getattr(model, "model_fields", {}).items()]


def _inner_model(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((found for item in getattr(annotation, "__args__", ()) if (found := _inner_model(item))), None)
