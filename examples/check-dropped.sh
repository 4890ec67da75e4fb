#!/bin/sh
# Checks the files and folders that are given or dropped on this script, and opens the report in the browser.
# 把文件或文件夹拖到这个脚本上：检查后在浏览器中打开报告。
# The report goes to the folder PERFLINT_REPORTS, else to a new one for temporary files. PERFLINT and BROWSER may name
# other programs.
set -u
perflint=${PERFLINT:-perflint}

if [ $# -eq 0 ]; then
    echo "用法 usage: $0 文件 FILE …" >&2
    exit 2
fi
if ! command -v "$perflint" >/dev/null 2>&1; then
    echo "没有找到 perflint，请先安装 / perflint is not installed" >&2
    exit 2
fi

folder=${PERFLINT_REPORTS:-$(mktemp -d "${TMPDIR:-/tmp}/perflint.XXXXXX")}
mkdir -p "$folder" || exit 2
if [ $# -eq 1 ] && [ -f "$1" ]; then
    page=$folder/perflint.html
    "$perflint" report -o "$page" -- "$1"
else
    page=$folder/index.html
    "$perflint" report -o "$folder" -- "$@"
fi
made=$?
if [ ! -e "$page" ]; then
    echo "没有生成报告 / no report was made" >&2
    exit "$made"
fi

"$perflint" check -- "$@"
code=$?
echo "报告 report: $page"
for opener in "${BROWSER:-}" xdg-open open; do
    if [ -n "$opener" ] && command -v "$opener" >/dev/null 2>&1; then
        "$opener" "$page" >/dev/null 2>&1
        break
    fi
done
exit $code
