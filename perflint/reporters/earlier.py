"""An earlier JSON result, read back: which findings there were in the last round."""

from __future__ import annotations

import json

from perflint.violation import Message


class NotAResult(ValueError):
    """The bytes are no result of `perflint check --format json`."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


def fingerprints(data: bytes) -> frozenset[str]:
    """The fingerprints of all violations, silenced ones too. Raises NotAResult."""
    try:
        result = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NotAResult("不是JSON文件", "this is no JSON file") from error
    if not isinstance(result, dict) or result.get("format") != 1:
        raise NotAResult(
            "不是 perflint check --format json 的结果（format: 1）",
            "this is no result of perflint check --format json (format: 1)",
        )
    found = set()
    for name in ("violations", "waived"):
        entries = result.get(name, [])
        if not isinstance(entries, list):
            raise NotAResult(f"{name} 应为列表", f"{name} must be a list")
        for number, entry in enumerate(entries, 1):
            fingerprint = entry.get("fingerprint") if isinstance(entry, dict) else None
            if not isinstance(fingerprint, str):
                raise NotAResult(f"{name} 第{number}条没有 fingerprint", f"entry {number} of {name} has no fingerprint")
            found.add(fingerprint)
    return frozenset(found)
