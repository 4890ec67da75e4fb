"""Rules in CEL, for what no check kind covers. The library comes with the extra ``cel``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import AmountCell, Quantity
from perflint.userfile import nearest
from perflint.violation import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_EXPRESSION = 2_000
"""Characters of one expression. The library ends an evaluation after 10,000 steps of its loops."""
MAX_ADDED = 4
"""Plus signs of an expression with loops: each could double a text, and nested loops fill the memory so."""

_LOOP = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(")
_REASON = re.compile(r"<input>:\d+:\d+: (.*?)(?: \(in container ''\))?$", re.M)
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_WHOLE_PARTS = ("goals", "indicators", "spend_plan", "budget.parts")

# name → (type in CEL, what it is); numbers are null where the cell is blank or cannot be read
ROW_VARIABLES: Mapping[str, tuple[str, Message]] = {
    "row.level1": ("STRING", Message("一级指标，如文件所写", "level one as written")),
    "row.level2": ("STRING", Message("二级指标，如文件所写", "level two as written")),
    "row.kind1": (
        "STRING",
        Message("一级指标的类别，如 output", "its id of level one, such as output, or empty"),
    ),
    "row.kind2": (
        "STRING",
        Message("二级指标的类别，如 quantity", "its id of level two, such as quantity"),
    ),
    "row.name": ("STRING", Message("三级指标名称", "the indicator's name")),
    "row.description": ("STRING", Message("指标描述", "its description")),
    "row.value": ("STRING", Message("指标值，如文件所写", "its value as written")),
    "row.basis": ("STRING", Message("指标值确定依据", "the basis of the value")),
    "row.number": ("DYN", Message("指标值中的数（7万是70000.0）", "the number in the value (7万 is 70000.0)")),
    "row.unit": ("STRING", Message("指标值的单位，含名称括号里的", "its unit, the one in the name's bracket too")),
    "row.sign": ("STRING", Message("指标值的符号：≥ ≤ > < =", "its sign: ≥ ≤ > < =")),
    "row.weight": ("DYN", Message("权重", "the weight")),
}
PROJECT_VARIABLES: Mapping[str, tuple[str, Message]] = {
    "project.code": ("STRING", Message("项目编码", "the project's code")),
    "project.name": ("STRING", Message("项目名称", "its name")),
    "project.unit_code": ("STRING", Message("单位编码", "the unit's code")),
    "project.unit_name": ("STRING", Message("单位名称", "the unit's name")),
    "project.purpose": ("STRING", Message("资金用途", "the purpose of the money")),
    "project.total": ("DYN", Message("预算数，元", "the budget in yuan")),
    "project.fiscal": ("DYN", Message("财政资金，元", "fiscal funds in yuan")),
    "project.other": ("DYN", Message("其他资金，元", "other funds in yuan")),
    "project.goals": ("LIST", Message("绩效目标各条", "the goals")),
    "project.plan": ("LIST", Message("支出计划各时点的百分数，依次排列", "the plan's percentages in order")),
    "project.rows": (
        "LIST",
        Message("各行指标，行内同 row", "the rows, each as row without its dot"),
    ),
    "document.year": ("DYN", Message("预算年度", "the budget year")),
    "document.profile": ("STRING", Message("表式", "the form")),
}
VARIABLES: Mapping[str, tuple[str, Message]] = {**ROW_VARIABLES, **PROJECT_VARIABLES}


class Expression(Kind):
    """What ``assert`` says in CEL holds wherever ``when`` does (everywhere without it).

    ``at`` is the field at which the rule speaks. Where it is a field of rows (``indicators.value``) the expressions see
    one row after the other as ``row``, else they see the project alone. What they can ask for is listed in
    docs/rules/kinds.md; amounts are in yuan, and a number that is blank or cannot be read is null. A project for
    which an expression cannot be worked out is reported as not judged. Needs the extra ``cel``.
    """

    kind: ClassVar[str] = "cel"
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator", "project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = {"at": "field"}

    at: str
    assert_: str
    when: str = ""

    @classmethod
    def fault(cls, params: Mapping[str, Any]) -> tuple[str, Message] | None:
        for name in ("when", "assert"):
            if params.get(name) or name == "assert":
                reason = _refusal(params.get(name, ""), str(params["at"]))
                if reason is not None:
                    return name, reason
        return None

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        claim = _evaluator(getattr(self, "assert"), self.at)
        condition = _evaluator(self.when, self.at) if self.when else None

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            shared = _of_project(project)
            if not self.at.startswith("indicators."):
                yield from _said(claim, condition, shared, lambda: _at_project(project, self.at))
                return
            for row, cells in zip(project.indicators, shared["project.rows"], strict=True):
                data = {**shared, **{f"row.{name}": value for name, value in cells.items()}}
                yield from _said(claim, condition, data, lambda row=row: _at_row(row, self.at))  # type: ignore[misc]

        return judge


Evaluator = Callable[[Mapping[str, Any]], "bool | Message"]


def _said(
    claim: Evaluator, condition: Evaluator | None, data: Mapping[str, Any], finding: Callable[[], Finding]
) -> Iterable[Finding | NotApplicable]:
    """A finding where the condition holds and the claim does not; what cannot be worked out is said."""
    held = condition(data) if condition is not None else True
    holds = claim(data) if held is True else held
    if isinstance(holds, Message):
        yield NotApplicable(holds)
    elif held is True and not holds:
        yield finding()


def _at_project(project: PreparedProject, at: str) -> Finding:
    written = "" if at in _WHOLE_PARTS else next((value for _, value in project.select(at)), "")
    return Finding(at, written, {"name": project.project.name})


def _at_row(row: PreparedIndicator, at: str) -> Finding:
    name = at.removeprefix("indicators.")
    return Finding(row.field(name), getattr(row.row, name), {"name": row.row.name})


def _refusal(source: str, at: str) -> Message | None:
    """Why an expression is not taken, None where it is."""
    if not source.strip():
        return Message("请写一个条件，例如 row.name != ''", "write a condition, such as row.name != ''")
    if len(source) > MAX_EXPRESSION:
        return Message(f"超过{MAX_EXPRESSION}个字符", f"longer than {MAX_EXPRESSION} characters")
    if _LOOP.search(source) and source.count("+") > MAX_ADDED:
        zh = f"条件中有循环（all、exists、map、filter）时，“+”最多{MAX_ADDED}个；请拆成几条规则"
        return Message(zh, f"an expression with loops has at most {MAX_ADDED} plus signs; make it several rules")
    try:
        environment = _environment(at.startswith("indicators."))
    except ImportError:
        need = 'pip install "perflint-targets[cel]"'
        return Message(f"CEL 条件需要附加组件 [cel]：{need}", f"expressions in CEL need the extra [cel]: {need}")
    try:
        found = environment.compile(source)
    except RuntimeError as error:
        return _explained(str(error), at)
    if found.return_type().name() not in ("BOOL", "DYN", "bool", "dyn"):
        kind = found.return_type().name()
        return Message(f"结果应为是或否（bool），现在是{kind}", f"the result must be true or false (bool), not {kind}")
    return None


def _explained(said: str, at: str) -> Message:
    match = _REASON.search(said)
    reason = match.group(1) if match else said.splitlines()[0]
    name = _UNDECLARED.search(reason)
    if name is None:
        return Message(f"CEL 写法有误：{reason}", f"not CEL: {reason}")
    known = [item for item in VARIABLES if at.startswith("indicators.") or not item.startswith("row.")]
    near = nearest(name.group(1), known)
    zh = f"，是否指“{near}”？" if near else f"；可用的有{'、'.join(known)}"
    en = f", did you mean {near!r}?" if near else f"; there are {', '.join(known)}"
    return Message(f"没有“{name.group(1)}”{zh}", f"no {name.group(1)!r}{en}")


@cache
def _environment(with_row: bool) -> Any:
    """Which names expressions may use, and of what type they are; a name that is not among them is refused."""
    from cel_expr_python import cel

    types = {"STRING": cel.Type.STRING, "DYN": cel.Type.DYN, "LIST": cel.Type.List(cel.Type.DYN)}
    names = VARIABLES if with_row else PROJECT_VARIABLES
    return cel.NewEnv(variables={name: types[kind] for name, (kind, _) in names.items()})


def _evaluator(source: str, at: str) -> Evaluator:
    """A function from the values of the variables to true, false, or the reason why it cannot be told."""
    compiled = _environment(at.startswith("indicators.")).compile(source)

    def evaluate(data: Mapping[str, Any]) -> bool | Message:
        try:
            found = compiled.eval(data=data)
        except RuntimeError as error:
            return _not_worked_out(str(error))
        value = found.value()
        return value if isinstance(value, bool) else _not_worked_out(str(value))

    return evaluate


def _not_worked_out(why: str) -> Message:
    return Message(f"条件算不出结果（{why}）", f"the expression cannot be worked out ({why})")


def _of_project(project: PreparedProject) -> dict[str, Any]:
    model, setting = project.project, project.setting
    return {
        "project.code": model.code,
        "project.name": model.name,
        "project.unit_code": model.unit.code,
        "project.unit_name": model.unit.name,
        "project.purpose": model.purpose,
        "project.total": _yuan(project.total),
        "project.fiscal": _yuan(project.amount(model.budget.fiscal)),
        "project.other": _yuan(project.amount(model.budget.other)),
        "project.goals": list(model.goals),
        "project.plan": [_number(project.grammar.read(value)) for _, value in model.spend_plan],
        "project.rows": [_of_row(row, project) for row in project.indicators],
        "document.year": setting.year,
        "document.profile": setting.profile.id,
    }


def _of_row(row: PreparedIndicator, project: PreparedProject) -> dict[str, Any]:
    written, measured = row.row, row.measured
    return {
        "level1": written.level1,
        "level2": written.level2,
        "kind1": row.level1 or "",
        "kind2": row.level2 or "",
        "name": written.name,
        "description": written.description,
        "value": written.value,
        "basis": written.basis,
        "number": _number(measured),
        "unit": measured.unit.canonical if measured.unit is not None else "",
        "sign": measured.comparator,
        "weight": _number(project.grammar.read(written.weight)) if written.weight else None,
    }


def _number(quantity: Quantity) -> float | None:
    return None if quantity.value is None else float(quantity.value)


def _yuan(amount: AmountCell) -> float | None:
    found: Decimal | None = amount.yuan
    return None if found is None else float(found)


KINDS: Sequence[type[Kind]] = (Expression,)
