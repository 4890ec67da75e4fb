"""Patterns of paths and project codes: what could never fit is refused, for a setting that never holds says nothing."""

from __future__ import annotations

from perflint.violation import Message


def fault_of(pattern: str, of_paths: bool) -> Message | None:
    """What is wrong with a pattern; None where something could fit it."""
    if not pattern.strip():
        return Message("模式是空的", "the pattern is empty")
    opened = pattern.rfind("[")
    if opened >= 0 and "]" not in pattern[opened:]:
        return Message(f"模式“{pattern}”的“[”没有闭合", f"the pattern {pattern!r} has a “[” that is not closed")
    if of_paths and not _is_relative(pattern):
        zh = f"模式“{pattern}”不会与任何路径相符，请写相对于配置文件的路径"
        return Message(zh, f"no path can fit the pattern {pattern!r}: write it relative to the configuration")
    return None


def _is_relative(pattern: str) -> bool:
    """Whether a path as seen from the configuration could fit: it has no root, no empty step, and climbs first."""
    steps = pattern.replace("\\", "/").removeprefix("./").removesuffix("/").split("/")
    while len(steps) > 1 and steps[0] == "..":
        steps = steps[1:]
    return not {"", ".", ".."}.intersection(steps)
