"""The documentation of rules is made from the rule files and is fresh; `rules show` says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perflint.api import rules_with, shipped_rules
from perflint.checks import all_kinds, kind_named
from perflint.checks.described import FILE, described
from perflint.reporters import View
from perflint.reporters.catalogue import show_text
from perflint.reporters.rule_pages import pages
from perflint.yamltree import parse


def test_the_pages_are_what_the_rules_say_today(checkout: Path) -> None:
    stale = []
    for name, text in pages(shipped_rules().rules).items():
        path = checkout / "docs" / "rules" / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    assert not stale, "run `make docs`"


def test_no_page_is_left_of_a_family_that_is_gone(checkout: Path) -> None:
    folder = checkout / "docs" / "rules"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
    assert there == {*pages(shipped_rules().rules), "own-rules.md", "own-rules.zh-CN.md"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_place_on_a_page_of_its_family_and_in_the_index(lang: str) -> None:
    made = pages(shipped_rules().rules)
    for rule in shipped_rules().rules.values():
        page = made[f"{lang}/{rule.id[:3]}.md"]
        assert f"## {rule.id} {rule.name}\n" in page
        assert f"({rule.id[:3]}.md#{rule.id.lower()})" in made[f"{lang}/README.md"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_show_says_what_the_page_says(lang: str) -> None:
    rule = shipped_rules().rules["PLN003"]
    shown = "".join(show_text(rule, described(rule.check.kind).text(lang), View(lang, 10_000)))
    page = pages(shipped_rules().rules)[f"{lang}/PLN.md"]
    part = page.split("## PLN003 ")[1].split('<a id="')[0]
    headings = re.findall(r"^\*\*(.+?)\*\*$", part, re.M)
    assert headings == [line for line in shown.splitlines()[2:] if line and not line.startswith(" ")]
    assert rule.why.text(lang) in shown
    assert rule.why.text(lang) in part


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_rule_says_what_would_explain_the_value_or_that_nothing_would() -> None:
    assert [rule.id for rule in shipped_rules().rules.values() if rule.excuse is None] == []
    assert [rule.id for rule in shipped_rules().rules.values() if rule.mend is None] == []
    for lang, heading in (("zh", "**什么情况下不算错**"), ("en", "**What would explain it**")):
        made = pages(shipped_rules().rules)
        said = sum(text.count(heading) for name, text in made.items() if name.startswith(f"{lang}/"))
        assert said == len(shipped_rules().rules)


def test_what_a_rule_leaves_alone_is_said_in_both_languages() -> None:
    for rule in shipped_rules().rules.values():
        for trap in rule.traps:
            assert CHINESE.search(trap.zh), rule.id
            assert len(re.findall(r"[A-Za-z]", trap.en)) > len(CHINESE.findall(trap.en)) / 2, (rule.id, trap.en)


def test_the_chinese_words_on_check_kinds_are_those_of_the_kinds_that_there_are() -> None:
    words = parse(FILE.read_text(encoding="utf-8")).plain()
    assert set(words) == set(all_kinds())
    assert all(CHINESE.search(text) for text in words.values())


def test_every_check_kind_is_described_with_its_parameters() -> None:
    page = pages({})["kinds.md"]
    for name, kind in all_kinds().items():
        assert f"## {name}\n" in page
        assert (kind.__doc__ or "").strip(), name
        assert described(name).zh in page.replace("\\", ""), name
    assert "`project.total` | number or null" in page


@pytest.mark.needs_extra("cel")
@pytest.mark.parametrize("name", ["own-rules.md", "own-rules.zh-CN.md"])
def test_the_pack_that_the_page_shows_loads(checkout: Path, tmp_path: Path, name: str) -> None:
    text = (checkout / "docs" / "rules" / name).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(pack:.*?)^```", text, re.M | re.S)
    for folder, content in (("province", "override: [{id: PLN007, params: {below: '50'}}]\n"), ("county", block)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_text(content, encoding="utf-8")
    rules = rules_with([tmp_path / "county"])
    assert rules.rules["STR007"].off
    assert [item.layer for item in rules.decisions["PLN007"]] == ["perflint", "province"]
    for check in re.findall(r"^  (?:scope.*?\n  )?(check:.*?)^  ```", text, re.M | re.S):
        call = parse(re.sub(r"^  ", "", check, flags=re.M)).plain()["check"]
        ((kind, params),) = call.items()
        assert kind_named(kind).fault(params) is None
