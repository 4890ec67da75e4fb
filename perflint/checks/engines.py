"""Which engine runs a pattern: RE2 for those that people write into their own packs, so that none can hang."""

from __future__ import annotations

import re
from typing import Any

from perflint.rule import Profile
from perflint.violation import Message

MAX_PATTERN = 1_000
_MEMORY = 1 << 22


def refusal(pattern: str) -> Message | None:
    """Why RE2 does not take a pattern, None where it does."""
    try:
        import re2
    except ImportError:
        need = "pip install google-re2"
        return Message(f"规则包里的正则由 RE2 运行，请先安装：{need}", f"patterns of packs are run by RE2: {need}")
    if len(pattern) > MAX_PATTERN:
        return Message(f"超过{MAX_PATTERN}个字符", f"longer than {MAX_PATTERN} characters")
    try:
        found = compiled(pattern)
    except re2.error as error:
        why = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        zh = f"RE2不接受“{pattern}”（{why}）；不能用环视(?=…)、(?<=…)和反向引用\\1"
        return Message(zh, f"RE2 refuses {pattern!r} ({why}); look-around and back-references are not to be had")
    if found.search("") is not None:
        return Message(
            f"“{pattern}”连空白也符合，等于没有条件", f"{pattern!r} fits nothing at all, too: it would say nothing"
        )
    return None


def compiled(pattern: str) -> Any:
    """A pattern as RE2 runs it."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    return re2.compile(pattern, options)


def of_profile(pattern: str | None, profile: Profile) -> Any:
    """A pattern of a profile, ready to search; None where there is none. Shipped ones need no RE2.

    Digits are 0 to 9, as in RE2: a code in full-width digits is another code to a computer.
    """
    if not pattern:
        return None
    return compiled(pattern) if profile.own_patterns else re.compile(pattern, re.ASCII)
