"""The fixed words of the pages in both languages."""

from __future__ import annotations

from typing import Final

from perflint.violation import Message

UI: Final = {
    "title": Message("绩效目标审核批注", "Annotated review of performance targets"),
    "skip": Message("跳到批注正文", "Skip to the annotated document"),
    "overview": Message("总览", "Overview"),
    "document": Message("文件整体", "The document as a whole"),
    "projects": Message("项目", "Projects"),
    "project": Message("项目", "project"),
    "by_severity": Message("按级别", "By severity"),
    "by_rule": Message("按规则", "By rule"),
    "by_unit": Message("按单位", "By unit"),
    "findings": Message("问题", "findings"),
    "no_findings": Message("没有发现问题。", "Nothing to report."),
    "no": Message("序号", "No."),
    "code": Message("项目编码", "Code"),
    "no_code": Message("（编码空白）", "(no code)"),
    "name": Message("项目名称", "Name"),
    "unit": Message("单位", "Unit"),
    "budget": Message("预算（万元）", "Budget (10,000 yuan)"),
    "rows": Message("指标数", "Indicators"),
    "score": Message("扣分", "Penalty"),
    "score_note": Message(
        "扣分＝（错误×10＋警告×3＋提示×1）÷已作判断的检查数×100，越低越好。",
        "Penalty = (errors × 10 + warnings × 3 + infos × 1) / checks that judged × 100; lower is better.",
    ),
    "sort": Message("排序", "Order"),
    "sort_document": Message("文件顺序", "as in the document"),
    "sort_money": Message("金额最大在前", "most money first"),
    "sort_weak": Message("目标最弱在前", "weakest targets first"),
    "unread": Message("未能读取", "Not read"),
    "unread_note": Message("以下内容没有读到，因此没有判断：", "This could not be read and was not judged:"),
    "waivers_note": Message("豁免文件中的问题：", "Wrong in the waivers file:"),
    "not_applicable": Message("未作判断的规则", "Rules that could not judge"),
    "all_document": Message("整个文件", "the document"),
    "count_projects": Message("{}个项目", "{} projects"),
    "clusters": Message("雷同与不一致的内容", "Copied and contradicting texts"),
    "cluster_members": Message("{}处", "{} places"),
    "cluster_note": Message("与第一处不同的文字有标记。", "Words that differ from the first text are marked."),
    "same": Message("文字相同", "same text"),
    "more": Message("另有{}处未列出", "{} more are not listed"),
    "rules": Message("规则说明", "The rules"),
    "says": Message("检查什么", "What it says"),
    "why": Message("为什么", "Why"),
    "basis": Message("依据", "Basis"),
    "mend": Message("怎样改", "How to mend it"),
    "excuse": Message("什么情况下不算错", "What would explain it"),
    "traps": Message("不误报的情形", "On what it stays silent"),
    "passes": Message("正确示例", "Passes"),
    "fails": Message("错误示例", "Fails"),
    "value": Message("填写", "written"),
    "suggestion": Message("建议", "suggestion"),
    "related": Message("另见", "see also"),
    "group": Message("同类共{}处", "one of {}"),
    "confidence": Message("可信度", "confidence"),
    "new": Message("新增", "new"),
    "new_note": Message("比上一轮新增{new}处，上一轮的{gone}处已消除", "{new} new since the last round, {gone} gone"),
    "notes": Message("批注", "Notes"),
    "note": Message("批注{}", "Note {}"),
    "clean": Message("这个项目没有发现问题。", "Nothing was found in this project."),
    "no_table": Message("原表中没有找到这个项目的位置。", "Where this project stands in the document is not known."),
    "shared_table": Message(
        "这个项目与前一个项目在同一行，见前一个项目的表。",
        "This project shares its rows with the one before: see there.",
    ),
    "laid_out": Message(
        "原文件没有表格，以下按规定格式排列。", "The input has no tables; it is laid out here in the official form."
    ),
    "hidden": Message("隐藏的行或列", "hidden row or column"),
    "table": Message("表{}", "Table {}"),
    "file": Message("文件", "Input"),
    "form": Message("表式", "Profile"),
    "year": Message("年度", "Year"),
    "unknown": Message("未知", "unknown"),
    "version": Message("规则版本", "rules"),
    "verdict_accepted": Message("采纳", "accepted"),
    "verdict_rejected": Message("驳回", "rejected"),
    "verdict_waived": Message("豁免", "waived"),
    "silenced": Message("已不计入", "not counted"),
    "until": Message("至{}", "until {}"),
    "page": Message("第{}页（共{}页）", "page {} of {}"),
    "pages": Message("分页", "Pages"),
    "index": Message("目录", "Index"),
    "units": Message("单位排名", "Units, weakest first"),
    "inputs": Message("文件", "Inputs"),
    "checks": Message("检查数", "checks"),
    "error": Message("错误", "error"),
    "warning": Message("警告", "warning"),
    "info": Message("提示", "info"),
    "known": Message("基线中已有{}处，没有列出。", "{} known from the baseline are not shown."),
    "missing": Message("没有找到：", "Not found: "),
    "noscript": Message(
        "未启用脚本：全部内容照常显示，只是不能筛选和记录意见。",
        "Scripts are off: everything is shown, but nothing can be filtered or recorded.",
    ),
    "filter": Message("筛选", "Filter"),
    "search": Message("搜索文字", "Search"),
    "all_rules": Message("全部规则", "all rules"),
    "all_units": Message("全部单位", "all units"),
    "all_projects": Message("全部项目", "all projects"),
    "only_new": Message("只看新增", "only new"),
    "clean_too": Message("显示无问题项目", "show clean projects"),
    "open_only": Message("只看未定意见", "only without verdict"),
    "silenced_too": Message("显示已处理", "show decided"),
    "theme": Message("明暗", "Light / dark"),
    "help": Message("快捷键", "Keys"),
    "export": Message("导出意见", "Export verdicts"),
    "reviewer": Message("审核人", "Reviewer"),
    "close": Message("关闭", "Close"),
    "jump": Message("在原文中查看", "show in the document"),
    "last_year": Message("上年", "last year"),
    "blank": Message("（空白）", "(blank)"),
    "ly_title": Message("与上年对比", "Beside last year"),
    "ly_facts": Message(
        "上年文件{name}（{was}年度），本文件{now}年度，对应项目{count}个",
        "last year's file {name} ({was}), this file {now}; projects in both: {count}",
    ),
    "ly_same_year": Message(
        "两个文件是同一年度，“上年”指的是所给的另一个文件。",
        "Both files are of one year: “last year” here means the other file that was given.",
    ),
    "ly_later": Message(
        "所给的上年文件年度晚于本文件，请确认两个文件没有弄反。",
        "The file given as last year's is of a later year: are the two the wrong way round?",
    ),
    "ly_none": Message("与上年没有不同。", "Nothing differs from last year."),
    "ly_gone": Message("上年有、今年没有的内容", "In last year's text, not in this one"),
    "ly_new_projects": Message("新增项目", "New projects"),
    "ly_dropped_projects": Message("不再列入的项目", "Dropped projects"),
    "ly_new": Message("新增项目", "new project"),
    "ly_not_compared": Message("只有一个文件有这些栏目，没有比较：", "Not compared, for one form lacks them: "),
    "ly_unread": Message("上年文件中没有读到的内容：", "Not read in last year's file:"),
}

SCRIPT: Final = {
    "shown": Message("显示{shown}处，共{all}处", "{shown} of {all} shown"),
    "decided": Message("已判{done}处", "{done} decided"),
    "decide": Message("意见", "Verdict"),
    "accepted": Message("采纳", "Accept"),
    "rejected": Message("驳回", "Reject"),
    "waived": Message("豁免", "Waive"),
    "none": Message("未定", "Open"),
    "remark": Message("说明", "Remark"),
    "needs_reason": Message("驳回或豁免须填写说明和审核人", "Rejecting or waiving needs a remark and a reviewer"),
    "incomplete": Message(
        "有{n}处驳回或豁免缺少说明或审核人，没有导出",
        "{n} rejections or waivers lack a remark or a reviewer: not exported",
    ),
    "exported": Message("已导出{n}条意见", "{n} verdicts exported"),
    "nothing": Message("还没有意见可以导出", "There are no verdicts to export yet"),
    "no_store": Message("浏览器不允许保存，关闭前请导出", "This browser keeps nothing: export before you close"),
}

KEYS: Final = (
    ("j / k", Message("下一处 / 上一处问题", "next / previous finding")),
    ("n / p", Message("下一个 / 上一个项目", "next / previous project")),
    ("/", Message("搜索", "search")),
    ("1 2 3 0", Message("采纳 / 驳回 / 豁免 / 未定", "accept / reject / waive / open")),
    ("e", Message("当前规则的说明", "explain the rule")),
    ("?", Message("本帮助", "this help")),
    ("Esc", Message("关闭，清空搜索", "close, clear the search")),
)


def words(lang: str) -> dict[str, str]:
    """The words of the pages in one language."""
    return {name: message.text(lang) for name, message in UI.items()}


def script_words(lang: str) -> dict[str, str]:
    """The words that the script needs."""
    return {name: message.text(lang) for name, message in SCRIPT.items()}
