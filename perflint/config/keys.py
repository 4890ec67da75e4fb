"""The keys of a configuration: what each takes, what it means and what holds without it. One table for all uses."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from perflint.violation import Message

Kind = Literal["text", "year", "names", "word", "path", "paths", "flag", "version", "severities", "parts"]

SEVERITIES = ("error", "warning", "info", "off")


class Key(Struct, frozen=True):
    """One key. ``words`` are what a ``word`` may be; ``within`` are the keys of the parts of a ``parts``."""

    name: str
    kind: Kind
    about: Message
    words: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


EXTENDS = Key("extends", "path", Message("先读取的另一个配置文件", "another configuration that this one builds on"))
KEYS = {
    key.name: key
    for key in (
        Key("profile", "text", Message("表式", "the form, where a document does not say")),
        Key("year", "year", Message("预算年度", "the budget year, where a document does not say")),
        Key("lang", "word", Message("语言", "the language of messages"), ("zh", "en")),
        Key("select", "names", Message("只用这些规则", "the rules to use; all without it")),
        Key("ignore", "names", Message("不用这些规则", "rules not to use")),
        Key(
            "fail_on",
            "word",
            Message("达到此级别即不通过", "the severity at which a call fails"),
            ("error", "warning", "info", "never"),
        ),
        Key(
            "min_confidence",
            "word",
            Message("最低可信度", "the lowest confidence to report"),
            ("low", "medium", "high"),
        ),
        Key("rules", "paths", Message("自有规则包", "own rule packs, later ones over earlier ones")),
        Key("waivers", "paths", Message("豁免文件", "waivers files")),
        Key("baseline", "path", Message("基线文件", "the baseline file")),
        Key("per_document", "flag", Message("各文件单独判断", "judge every input alone")),
        Key("rules_version", "version", Message("规则版本上限", "no rule newer than this version of the rules runs")),
        Key("severity", "severities", Message("改变级别", "other severities of rules; off switches one off")),
        Key(
            "per_path",
            "parts",
            Message("按路径设置", "settings for inputs by path pattern"),
            within=("profile", "year", "ignore", "severity"),
        ),
        Key(
            "per_project",
            "parts",
            Message("按项目编码设置", "settings for projects by code pattern"),
            within=("ignore", "severity"),
        ),
    )
}
"""Every key but ``extends``."""
