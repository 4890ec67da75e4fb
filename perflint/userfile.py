"""Files that people write for perflint (configuration, waivers): read whole, refused with the place of what is wrong.

The shape of such a file is told by the functions here, which take a node of the tree and raise ``UserFileError`` where
it is not what it should be.
"""

from __future__ import annotations

import difflib
import errno
import stat
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from perflint import yamltree
from perflint.violation import Message
from perflint.yamltree import Node

MAX_SIZE = 20_000_000
_REASONS = {
    errno.EACCES: Message("没有读取权限", "no permission to read it"),
    errno.EPERM: Message("没有读取权限", "no permission to read it"),
    errno.ENOENT: Message("文件不存在", "there is no such file"),
    errno.EISDIR: Message("这是一个文件夹", "it is a folder"),
    errno.EBADF: Message("已被关闭", "it is closed"),
    errno.EIO: Message("磁盘读取出错", "the disk failed"),
}


class UserFileError(ValueError):
    """A file is wrong and was not taken. ``line`` and ``column`` count from 1; 0 where there is none."""

    def __init__(self, path: str, message: Message, line: int = 0, column: int = 0) -> None:
        place = f"{path}:{line}:{column}" if line else path
        self.path = path
        self.line = line
        self.column = column
        self.message = Message(f"{place}：{message.zh}", f"{place}: {message.en}")
        super().__init__(self.message.en)


class UserFile(Struct, frozen=True):
    """One file as a tree. The methods return what a node holds, or raise UserFileError with its place."""

    path: str
    root: Node

    def error(self, node: Node, zh: str, en: str) -> UserFileError:
        """What is wrong with a node, to be raised."""
        return UserFileError(self.path, Message(zh, en), node.line, node.column)

    def mapping(self, node: Node, known: Collection[str], what: Message) -> dict[str, Node]:
        """The values of a mapping by key. Keys that are unknown or stand twice are refused."""
        if not isinstance(node.value, dict):
            raise self.error(node, f"{what.zh}应为键值对", f"{what.en} must be a mapping")
        for key in node.duplicates:
            raise self.error(key, f"键“{key.value}”写了两次", f"the key {key.value!r} stands twice")
        for name, (key, _) in node.value.items():
            if known and name not in known:
                near = nearest(name, known)
                zh = f"{what.zh}没有“{name}”这个键" + (f"，是否指“{near}”？" if near else "")
                en = f"{what.en}: unknown key {name!r}" + (f", did you mean {near!r}?" if near else "")
                raise self.error(key, zh, en)
        return {name: value for name, (_, value) in node.value.items()}

    def items(self, node: Node, what: Message) -> list[Node]:
        """The entries of a list."""
        if not isinstance(node.value, list):
            raise self.error(node, f"{what.zh}应为列表", f"{what.en} must be a list")
        return list(node.value)

    def text(self, node: Node | None, what: Message) -> str:
        """A text; a number counts as the text that it was written as, a missing or empty node is ``""``."""
        if node is None or node.value is None:
            return ""
        if isinstance(node.value, (list, dict, bool)):
            raise self.error(node, f"{what.zh}应为文字", f"{what.en} must be a text")
        return str(node.value).strip()

    def one_of(self, node: Node | None, known: Collection[str], what: Message, default: str = "") -> str:
        """One of several words."""
        given = self.text(node, what) or default
        if node is not None and given not in known:
            near = nearest(given, known)
            listed = "、".join(known), ", ".join(known)
            zh = f"{what.zh}不能是“{given}”，" + (f"是否指“{near}”？" if near else f"可用的有：{listed[0]}")
            en = f"{what.en} cannot be {given!r}, " + (f"did you mean {near!r}?" if near else f"only {listed[1]}")
            raise self.error(node, zh, en)
        return given


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The most similar of the known names, or None."""
    lower = {item.lower(): item for item in known}
    near = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.5)
    return lower[near[0]] if near else None


def cannot_open(error: OSError) -> Message:
    """Why a file cannot be opened or read, in words that need no handbook of the system."""
    said = error.strerror or str(error)
    return _REASONS.get(error.errno or 0) or Message(said, said)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises UserFileError where it cannot be had."""
    shown = str(path)
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):  # opening a pipe would wait for its other end
            raise UserFileError(shown, Message("这是设备或管道，不是文件", "it is a device or a pipe and no file"))
        if path.stat().st_size > MAX_SIZE:
            raise UserFileError(shown, Message(f"文件超过{MAX_SIZE}字节", f"larger than {MAX_SIZE} bytes"))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        zh, en = f"不是UTF-8文字（第{error.start + 1}字节）", f"not UTF-8 text (byte {error.start + 1})"
        raise UserFileError(shown, Message(zh, en)) from None
    except FileNotFoundError as error:
        raise UserFileError(shown, cannot_open(error)) from None
    except OSError as error:
        why = cannot_open(error)
        raise UserFileError(shown, Message(f"文件打不开：{why.zh}", f"cannot be opened: {why.en}")) from None


def parse(path: str, text: str) -> UserFile:
    """The tree of a YAML (or JSON) text. Raises UserFileError."""
    try:
        return UserFile(path, yamltree.parse(text))
    except yamltree.TreeError as error:
        message = Message(f"不是可读的YAML：{error.zh}", f"not YAML that can be read: {error.en}")
        raise UserFileError(path, message, error.line, error.column) from None


def check_format(file: UserFile, node: Node | None, newest: int) -> None:
    """Refuses a format number that this perflint does not know; a missing one is the newest."""
    if node is None:
        return
    if isinstance(node.value, bool) or node.value != newest:
        zh = f"不认识的格式号“{node.value}”，此版本只认识{newest}"
        raise file.error(node, zh, f"unknown format {node.value!r}, this version knows {newest}")
