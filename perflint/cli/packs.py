"""Loading rule packs for a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perflint.cli.failure import WrongUse

if TYPE_CHECKING:
    from perflint.engine.pack import RuleSet


def load(packs: Sequence[Path], with_examples: bool = True) -> RuleSet:
    """The shipped rules with further packs laid over them. Raises WrongUse where a pack is missing or wrong.

    A pack is wrong, too, where one of its own rules does not hold an example (``with_examples``).
    """
    from perflint.api import rules_with
    from perflint.engine.pack import PackError
    from perflint.userfile import cannot_open

    for pack in packs:
        try:
            pack.stat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise WrongUse(f"规则包不存在：{pack}", f"no such rule pack: {pack}") from error
        except OSError as error:
            why = cannot_open(error)
            raise WrongUse(f"规则包打不开：{pack}：{why.zh}", f"{pack}: cannot be opened: {why.en}") from error
    try:
        rules = rules_with(packs)
        if packs and with_examples:
            _refuse_examples(rules)
        return rules
    except PackError as error:
        zh = f"规则包有误，没有加载：{error.message.zh}"
        raise WrongUse(zh, f"a rule pack is wrong and was not loaded: {error.message.en}") from error


def _refuse_examples(rules: RuleSet) -> None:
    """Raises WrongUse where an example of a pack's own rule does not hold; one that a later layer changed may not."""
    from perflint import examples

    own = [rule.id for rule in rules.rules.values() if not rule.origin.startswith("rules/")]
    unchanged = [rule for rule in own if len(rules.decisions.get(rule, ())) < 2]
    for failure in examples.run(rules, only=unchanged) if unchanged else ():
        message = failure.message
        zh = f"规则包有误，没有加载：{message.zh}"
        raise WrongUse(zh, f"a rule pack is wrong and was not loaded: {message.en}")
