"""What a rule says where the pointer rests: in the language that was asked for."""

from __future__ import annotations

from perflint.api import shipped_rules
from perflint.lsp.hover import explanation


def test_every_rule_is_explained_in_either_language_without_the_words_of_its_file() -> None:
    rules = shipped_rules().rules
    for rule in rules.values():
        assert f"({rule.severity.word})" in explanation(rule, "en")
        assert f"({rule.severity.word})" not in explanation(rule, "zh")
        assert explanation(rule, "zh").rpartition("依据: ")[2] != rule.basis["kind"]
    assert "依据: 内在逻辑" in explanation(rules["PLN003"], "zh")
