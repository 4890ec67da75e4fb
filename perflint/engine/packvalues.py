"""What parameters and examples in packs may be, beyond their types: numbers in bounds, names that there are."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from perflint.checks import kind_named
from perflint.engine.packlists import texts
from perflint.engine.packsource import PackSource, Path_, Raw
from perflint.model import Problem
from perflint.prepared import FIELDS

MOST_TIMES = 10_000
# parameters that are decimals written as texts → the least and the greatest that means something
NUMBERS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("share", "ratio"), (0, 1)),
    **dict.fromkeys(("above", "below", "beside", "high", "low", "very_low", "percent", "points"), (0, 100)),
    **dict.fromkeys(("part_share", "tolerance"), (0, 100)),
}
MONTHS = ("until_month", "months")
# parameters that name classes of indicators (level one or two), and dimensions of units
CLASSES = ("classes", "except_classes", "not_classes", "main", "level1", "stray", "under", "lasting", "times")
DIMENSIONS = ("dimensions",)
SCOPE_FIELDS = ("spend_plan",)  # fields that are judged as a whole: a kind made for one takes no other


def as_written(params: Raw) -> Raw:
    """Parameters with numbers as texts where a decimal is meant, so that ``points: 70`` is as good as ``"70"``."""
    plain = {name: str(value) for name, value in params.items() if name in NUMBERS and type(value) in (int, float)}
    return {**params, **plain}


def check_values(kind: str, params: Raw, source: PackSource, place: Path_) -> None:
    """Refuses numbers that mean nothing for a parameter."""
    for name, value in params.items():
        if name in NUMBERS:
            _check_number(kind, name, str(value), source, place)
        elif isinstance(value, int) and not isinstance(value, bool):
            most = 12 if name in MONTHS else None
            if value < 1 or (most is not None and value > most):
                zh = f"{kind} 的 {name} 应为1{f'至{most}' if most else '以上'}的整数，不能是{value}"
                en = f"{kind}: {name} is a whole number {f'from 1 to {most}' if most else 'of 1 or more'}, not {value}"
                raise source.error((*place, name), zh, en)


def _check_number(kind: str, name: str, value: str, source: PackSource, place: Path_) -> None:
    least, most = NUMBERS[name]
    try:
        number = Decimal(value)
        fits = number.is_finite() and least < number <= most
    except InvalidOperation:
        fits = False
    if not fits:
        zh = f"{kind} 的 {name} 应为大于{least}、不超过{most}的数，不能是“{value[:40]}”"
        en = f"{kind}: {name} is a number above {least} and up to {most}, not {value[:40]!r}"
        raise source.error((*place, name), zh, en)


def check_names(merged: Raw, kind_name: str, params: Raw, source: PackSource, place: Path_) -> None:
    """Refuses classes and dimensions that there are not: a rule that asks for one would be silent for ever."""
    refers = kind_named(kind_name).refers
    for name, value in params.items():
        if name in refers:
            continue
        if name in CLASSES:
            _check_known(value, classes_of(merged), ("指标类别", "class of indicators"), source, (*place, name))
        elif name in DIMENSIONS:
            _check_known(value, dimensions_of(merged), ("量纲", "dimension"), source, (*place, name))


def _check_known(value: Any, known: list[str], words: tuple[str, str], source: PackSource, place: Path_) -> None:
    keys = list(value) if isinstance(value, dict) else []
    for used in [*keys, *texts(value)] if words[0] == "指标类别" else texts(value):
        if used not in known:
            raise source.unknown(place, *words, used, known)


def classes_of(merged: Raw) -> list[str]:
    """The ids of classes of all profiles."""
    level1 = [item for profile in merged["profiles"] for item in profile["level1"]]
    return list(dict.fromkeys([item["id"] for one in level1 for item in (one, *one["level2"])]))


def dimensions_of(merged: Raw) -> list[str]:
    """The dimensions of units, and those that only the value grammar makes."""
    made = ("unit-money", "foreign-money", "frequency", "duration")
    return list(dict.fromkeys([*(group["dimension"] for group in merged["lexicon"]["units"]["table"]), *made]))


def check_list_shape(merged: Raw, used: str, rule: Raw, param: str, source: PackSource, place: Path_) -> None:
    """Refuses a table where plain words belong and the other way about, as the other rules of the kind show."""
    ((kind, _),) = rule["check"].items()
    wanted = {_shape(merged["lexicon"][name]) for name in _lists_elsewhere(merged, kind, param, rule["id"])}
    if wanted and _shape(merged["lexicon"][used]) not in wanted:
        alike = [name for name, entry in merged["lexicon"].items() if _shape(entry) in wanted]
        zh = f"{kind} 的 {param} 不能用词表“{used}”：内容的写法不同，可参照“{alike[0]}”"
        raise source.error(place, zh, f"{kind}: {param} cannot take the list {used!r}, write it as {alike[0]!r} is")


def _lists_elsewhere(merged: Raw, kind: str, param: str, but: str) -> Iterable[str]:
    """The lists that shipped rules of a kind, and the kind's default, give a parameter."""
    default = getattr(kind_named(kind), param, None)
    given = [default] if isinstance(default, str) else []
    given += [item["check"][kind].get(param) for item in merged["shipped"] if kind in item["check"]]
    return [name for value in given for name in texts(value) if name in merged["lexicon"]]


def _shape(entry: Raw) -> Any:
    """What a list is made of: words, or a table of certain things."""
    if "words" in entry:
        return "words"
    table = entry["table"]
    return (type(table), frozenset(type(value) for value in (table.values() if isinstance(table, dict) else table)))


def check_examples(rule: Raw, source: PackSource, path: Path_) -> None:
    """Refuses examples whose shorthands are not what they should be."""
    for kind, items in rule["examples"].items():
        for number, item in enumerate(items):
            place = (*path, "examples", kind, number)
            at = item.get("at", [])
            if not isinstance(at, list) or not all(isinstance(spot, str) for spot in at):
                zh, en = 'at 是位置的列表，如 ["goals[1]"]', 'at is a list of places, such as ["goals[1]"]'
                raise source.error((*place, "at"), zh, en)
            if item.get("severity") not in (None, "error", "warning", "info"):
                raise source.unknown(
                    (*place, "severity"), "级别", "severity", str(item["severity"]), ("error", "warning", "info")
                )
            _check_shorthands(item, source, place)
            for times in _times(item):
                if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_TIMES:
                    zh = f"times 是1至{MOST_TIMES}的整数"
                    raise source.error(place, zh, f"times is a whole number from 1 to {MOST_TIMES}")


def _check_shorthands(item: Raw, source: PackSource, place: Path_) -> None:
    """Refuses projects, problems and unit costs of an example that are no mappings, or have keys of nothing."""
    projects = item.get("projects", [])
    if not isinstance(projects, list) or not all(isinstance(project, dict) for project in projects):
        raise source.error((*place, "projects"), "projects 是项目（键值对）的列表", "projects is a list of mappings")
    costs = item.get("unit_cost", {})
    if not isinstance(costs, dict) or not all(isinstance(cost, dict) for cost in costs.values()):
        zh, en = "unit_cost 的每一项写 unit、low、high", "every entry of unit_cost has unit, low and high"
        raise source.error((*place, "unit_cost"), zh, en)
    problem = item.get("problem", {"kind": "", "zh": "", "en": ""})
    if not isinstance(problem, dict) or not {"kind", "zh", "en"} <= set(problem) <= set(Problem.__struct_fields__):
        zh, en = "problem 要写 kind、zh、en", "problem has kind, zh and en"
        raise source.error((*place, "problem"), zh, en)


def _times(value: Any) -> Iterable[Any]:
    """What every ``times`` in plain data says."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if "times" in here:
                yield here["times"]
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)


def known_fields(kind: str, param: str, merged: Raw) -> Iterable[str]:
    """The fields that a parameter of a kind may name: where all shipped rules name a whole part, that part alone."""
    given = {
        name for item in merged["shipped"] if kind in item["check"] for name in texts(item["check"][kind].get(param))
    }
    return sorted(given) if given and given <= set(SCOPE_FIELDS) else FIELDS
