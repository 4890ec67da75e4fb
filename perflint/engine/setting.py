"""Finds out what holds for a whole document: its profile, budget year, region and money unit, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from perflint import text
from perflint.classes import class_core
from perflint.engine.tally import Tally, tally_of
from perflint.lexicon import Lexicon
from perflint.model import Document, Project
from perflint.prepared import ROW_FIELDS
from perflint.quantity import Grammar
from perflint.rule import Profile, Setting
from perflint.violation import Message

MAJORITY = 0.8
FEW_DATES = 3
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


class Wanted(Struct, frozen=True):
    """What the caller asks for where the document does not say: ``profile`` and ``year``, and who asks."""

    profile: str | None = None
    year: int | None = None
    origin: str = "--profile"
    year_origin: str = "--year"


class UnknownProfile(ValueError):
    """A profile was named that no pack defines."""


def find_setting(
    document: Document,
    wanted: Wanted,
    profiles: Mapping[str, Profile],
    lexicon: Lexicon,
    grammar: Grammar,
    tally: Tally | None = None,
) -> Setting:
    """The document's setting. Raises UnknownProfile where the caller (not the document) names an unknown one.

    ``tally`` is that of the document's projects, where they were counted already.
    """
    if tally is None:
        tally = count(document, document.projects, wanted, profiles, grammar)
    profile, reason = _profile(document, tally, wanted, profiles, lexicon)
    year, year_reason = _year(document, tally, wanted)
    return Setting(
        profile=profile,
        profile_reason=reason,
        year=year,
        year_reason=year_reason,
        region=document.region,
        money_unit=document.money_unit or profile.money_unit,
        fields=document.fields | frozenset(profile.fields) | _department_fields(document, tally),
        lost=document.lost,
        title=document.title,
        department=document.department.name,
        first_unit=tally.first_unit,
        checkpoints=profile.checkpoints or _checkpoints(tally),
    )


def count(
    document: Document,
    projects: Iterable[Project],
    wanted: Wanted,
    profiles: Mapping[str, Profile],
    grammar: Grammar,
) -> Tally:
    """The tally of some or all projects of a document, as far as its setting hangs on it."""
    stated = document.profile in profiles or wanted.profile
    dated = _stated_year(document, wanted) is not None
    return tally_of(projects, {} if stated else profiles, None if dated else grammar)


def _department_fields(document: Document, tally: Tally) -> frozenset[str]:
    """The columns of the department's own table, where it is all that the document holds."""
    rows = () if tally.projects else document.department.indicators
    return frozenset(f"indicators.{column}" for row in rows for column in ROW_FIELDS if getattr(row, column).strip())


def _checkpoints(tally: Tally) -> tuple[str, ...]:
    """The checkpoints that most of the document's plans name; of equally many the longer list, then the first."""
    plans = tally.plans
    return max(plans, key=lambda points: (plans[points], len(points)), default=())


def _profile(
    document: Document, tally: Tally, wanted: Wanted, profiles: Mapping[str, Profile], lexicon: Lexicon
) -> tuple[Profile, Message]:
    if document.profile in profiles:
        return profiles[document.profile], Message("文件中写明", "stated in the document")
    if wanted.profile:
        if wanted.profile not in profiles:
            raise UnknownProfile(wanted.profile)
        return profiles[wanted.profile], Message(f"由 {wanted.origin} 指定", f"given by {wanted.origin}")
    candidates = [profile for profile in profiles.values() if profile.recognise]
    for profile in sorted(candidates, key=lambda item: int(item.recognise["order"])):
        reason = _fits(document, tally, profile, lexicon)
        if reason is not None:
            return profile, reason
    raise UnknownProfile("no profile fits any document: a profile without conditions is missing")


def _fits(document: Document, tally: Tally, profile: Profile, lexicon: Lexicon) -> Message | None:
    """Why a document is of this profile, or None. All conditions of ``recognise`` must hold."""
    zh, en = [], []
    codes, checkpoints, level1 = (profile.recognise.get(name) for name in ("codes", "checkpoints", "level1"))
    if codes:
        if tally.fitting[profile.id] * 2 <= tally.codes:
            return None
        zh.append("项目编码")
        en.append("project codes")
    if checkpoints:
        plans = tally.plans
        fitting = sum(plans[points] for points in plans if set(points) <= set(profile.checkpoints))
        if fitting * 2 <= plans.total():
            return None
        zh.append("支出计划时点")
        en.append("checkpoints of the spend plan")
    if level1:
        suffixes = lexicon.words("class_suffixes")
        wanted = {class_core(name, suffixes) for name in level1}
        present = {class_core(name, suffixes) for name in tally.level1}
        present |= {class_core(row.level1, suffixes) for row in document.department.indicators}
        if not wanted & present:
            return None
        zh.append("一级指标名称")
        en.append("level-one class names")
    if not zh:
        return Message("未见其他表式的特征", "no mark of another form was seen")
    return Message("依据" + "、".join(zh) + "判断", "told by its " + " and ".join(en))


def _year(document: Document, tally: Tally, wanted: Wanted) -> tuple[int | None, Message | None]:
    stated = _stated_year(document, wanted)
    if stated is not None:
        return stated
    total = tally.years.total()
    if total >= FEW_DATES:
        year, count = tally.years.most_common(1)[0]
        if count >= MAJORITY * total:
            return year, Message(f"{total}个日期中有{count}个是{year}年", f"{count} of {total} dates are of {year}")
    return None, None


def _stated_year(document: Document, wanted: Wanted) -> tuple[int, Message] | None:
    """The year that is written or asked for, so that no dates need be counted."""
    stated = _YEAR.search(text.fold(document.year))
    if stated:
        return int(stated.group()), Message("文件中写明", "stated in the document")
    if wanted.year:
        return wanted.year, Message(f"由 {wanted.year_origin} 指定", f"given by {wanted.year_origin}")
    titled = _YEAR.search(text.fold(document.title))
    if titled:
        return int(titled.group()), Message("标题中写明", "stated in the title")
    return None
