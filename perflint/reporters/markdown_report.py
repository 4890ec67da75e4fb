"""The report as one Markdown file: the summary that merge requests show, then each rule that spoke with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.reporters import View
from perflint.reporters.catalogue import title
from perflint.reporters.html.findings import gone, is_new
from perflint.reporters.html.words import UI
from perflint.reporters.markdown import plain, render
from perflint.reporters.material import Material
from perflint.reporters.words import BASIS, SEVERITY, field_words
from perflint.rule import Rule


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The file."""
    yield "", "".join(_text(material)).encode("utf-8", "replace")


def _text(material: Material) -> Iterator[str]:
    yield from render(material.report, View(material.lang))
    yield from _new(material)
    spoke = {violation.rule for violation in material.report.violations}
    rules = [rule for rule in material.report.rules.values() if rule.id in spoke]
    if rules:
        yield f"\n## {UI['rules'].text(material.lang)}\n"
    for rule in rules:
        yield from _rule(rule, material.lang)


def _new(material: Material) -> Iterator[str]:
    """What is new since the last round, where there was one."""
    if material.earlier is None:
        return
    lang = material.lang
    new = [violation for violation in material.report.violations if is_new(violation, material)]
    yield f"\n## {UI['new'].text(lang)}\n\n"
    yield UI["new_note"].text(lang).format(new=len(new), gone=gone(material)) + "\n\n"
    for violation in new:
        where = [violation.rule, violation.project or "", field_words(violation.field, lang)]
        yield "- " + plain(" ".join(part for part in where if part) + ": " + violation.message.text(lang)) + "\n"


def _rule(rule: Rule, lang: str) -> Iterator[str]:
    yield f"\n### {plain(rule.id)} {plain(title(rule, lang))}\n\n"
    kind = BASIS[rule.basis["kind"]].text(lang)
    said = rule.basis.get(f"text_{lang}") or rule.basis.get("text") or ""
    yield f"- {SEVERITY[rule.severity].text(lang)}\n"
    yield f"- {UI['why'].text(lang)}: {plain(rule.why.text(lang))}\n"
    yield f"- {UI['basis'].text(lang)}: {plain(' '.join(part for part in (kind, said) if part))}\n"
    if rule.mend:
        yield f"- {UI['mend'].text(lang)}: {plain(rule.mend.text(lang))}\n"
