"""Everything the program says to a person, in one place: Chinese first, English below it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

from loaders.terminal import printable


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say, in both languages; `{names}` in it are filled by `fill`."""

    zh: str
    en: str

    def fill(self, **values: object) -> Message:
        """The message with its names filled; values cannot steer the terminal."""
        texts = {name: printable(" ".join(str(value).splitlines())) for name, value in values.items()}
        return Message(self.zh.format(**texts), self.en.format(**texts))

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


class SaidError(Exception):
    """A failure with the words a person needs. `usage` says that the command was given wrongly."""

    def __init__(self, message: Message, *, usage: bool = False) -> None:
        super().__init__(message.en)
        self.message = message
        self.usage = usage

    def __reduce__(self) -> tuple[object, ...]:
        """Whole from one process to another."""
        return type(self), (self.message,), {"usage": self.usage}


def say(message: Message, stream: TextIO | None = None) -> None:
    """Prints both lines, on stderr unless told otherwise."""
    print(message, file=stream or sys.stderr)


# Loading
READING = Message("读取 {done}/{total}：{name}", "Reading {done}/{total}: {name}")
LOADED = Message(
    "已读取文档 {loaded} 份、重复 {duplicate} 份、隔离 {quarantined} 份；{rows} 行写入 {folder}。",
    "{loaded} documents loaded, {duplicate} duplicates, {quarantined} quarantined; {rows} rows written to {folder}.",
)
COVERAGE = Message(
    "页面数字 {printed} 个：归位 {placed}，仅有原文名称 {labelled}，非数据 {not_figures}，未归位 {unplaced}",
    "{printed} numbers: {placed} placed, {labelled} labelled, {not_figures} no figures, {unplaced} unplaced",
)
COVERED = Message("{file}：{zh}", "{file}: {en}")
TO_BE_KNOWN = Message("注意（{reason}）：{file}", "Note: {file}: {detail}")
QUARANTINED = Message("未能读取（{reason}）：{file}", "Quarantined: {file}: {detail}")
NOTHING_READ = Message("没有一份文档能够读取，什么也没有写入。", "Not one document could be read; nothing was written.")
NOT_READABLE = Message("无法读取：{reason}", "Cannot read: {detail}")

# Samples
WRITING = Message("写出 {done}/{total}：{name}", "Writing {done}/{total}: {name}")
PLANTED = Message(
    "已在 {file} 中埋入一处错误（{kind}，{table}）：{old} → {new}",
    "Planted one error in {file} ({kind}, {table}): {old} → {new}",
)
UNKNOWN_REPORT = Message(
    "没有找到（或不止一份）报告 {name}；可选：{found}。",
    "No report, or more than one, goes by {name}; there are: {found}",
)
ERROR_NEEDS_MADE_UP = Message(
    "错误 {kind} 只能埋入生成的报告（--random）；已有报告可用：{found}。",
    "The error {kind} can be planted in a made-up report (--random) only; others take: {found}",
)
ERROR_HAS_NO_PLACE = Message("这份报告没有可埋入错误 {kind} 之处。", "This report has no place for the error {kind}.")
FONT_MISSING = Message(
    "本机没有中文字体，无法画出扫描件。请安装一种（Debian：apt install fonts-wqy-zenhei），"
    "或在环境变量 {setting} 中写明字体文件。",
    "There is no Chinese font on this machine to draw a scan with. Install one "
    "(Debian: apt install fonts-wqy-zenhei), or name a font file in {setting}.",
)
FONT_UNFIT = Message(
    "{setting} 所指的文件不是中文字体：{file}", "{setting} names a file that is no font with Chinese characters: {file}"
)

# Why a document was quarantined, by `UnreadableError.reason`.
REASONS = {
    "ambiguous": "同一张表出现两次",
    "ambiguous_amounts": "无法判断金额属于哪一栏",
    "bad_setting": "设置不是整数",
    "beyond_limit": "文件超过允许的规模",
    "blank_form": "空白表，没有填写任何金额",
    "bad_number": "应为数字处不是数字",
    "cannot_open": "文件无法打开",
    "column_missing": "表格缺少栏目",
    "converter_missing": "需要安装 LibreOffice",
    "cut": "报告不完整",
    "damaged": "文件已损坏",
    "department_missing": "没有写明部门",
    "empty": "文件为空",
    "empty_table": "表格没有内容",
    "format_not_read": "本版本不读取这种格式",
    "guard_failed": "读取结果未通过检验",
    "header_missing": "表格没有表头",
    "no_documents": "文件夹中没有文档",
    "no_pages": "文件没有页面",
    "not_text": "不是文本，或编码无法识别",
    "password": "文件有密码保护",
    "picture_only": "页面是没有文字的图片",
    "reader_died": "读取进程中断",
    "reader_failed": "读取程序出错",
    "row_count": "表格行数不对",
    "row_too_wide": "行中的单元格多于表头",
    "row_without_code": "表中的行没有科目编码",
    "row_without_label": "表中的行没有名称",
    "reading_doubtful": "有的数字识别存疑，且无勾稽关系可以证明",
    "table_unplaced": "有的表未能归位，其数字已按原文保留",
    "unit_missing": "表格没有写明单位",
    "unreadable_indicator": "绩效指标无法识别",
    "unreadable_row": "表中的行无法识别",
    "unknown_characters": "字体没有写明文字",
    "value_missing": "公式没有保存计算结果",
    "words_mended": "图片中有的文字识别有误，已按唯一可能的字样更正",
    "unknown_kind": "不是已知种类的报告",
}
OTHER_REASON = "报告内容不合规范"

# Building
LOCK_WAIT = Message(
    "另一个构建正在进行（进程 {pid}，始于 {since}），等待其结束……",
    "Another build is running (process {pid}, since {since}); waiting for it to end …",
)
LOCK_HELD = Message(
    "另一个构建正在进行（进程 {pid}，始于 {since}）。请稍后再试，或加 --wait 等待。",
    "Another build is running (process {pid}, since {since}). Try again later, or wait for it with --wait.",
)
NO_SEEDS = Message(
    "{folder} 中没有读取结果。请先运行 juesuan load，或用 --seeds 指明文件夹。",
    "There are no loaded tables in {folder}. Run juesuan load first, or name their folder with --seeds.",
)
NO_DOCUMENTS = Message(
    "读取结果中没有一份可用的文档，没有可建立的内容。",
    "The loaded tables hold not one readable document; there is nothing to build.",
)
STEP_MODELS = Message("建立模型", "Building the models")
STEP_TESTS = Message("检验数据集市", "Testing and guarding the marts")
STEP_PUBLISH = Message("发布", "Publishing")
HISTORY_LOST = Message(
    "原有数据仓库中的构建历史无法读取，历史从本次构建重新开始：{detail}",
    "The history of builds in the former warehouse cannot be read; it starts anew with this build: {detail}",
)
BUILD_FAILED = Message(
    "构建失败，没有发布；原有的数据仓库保持不变。失败之处（详见 {report}）：",
    "The build failed and nothing was published; the warehouse is as it was. What failed (see {report}):",
)
BUILT = Message(
    "已发布 {warehouse}：文档 {loaded} 份，勾稽检查 {checks} 项，发现 {findings} 处；用时 {seconds} 秒。",
    "Published {warehouse}: {loaded} documents, {checks} checks, {findings} findings, in {seconds} s.",
)
UNTOLD = Message(
    "新的数据仓库已经发布，可以照常查询；但发布之后有事未能完成，旁边的 build_report.json 可能仍是上一次构建的。"
    "请排除下列原因，然后重新构建：",
    "The new warehouse is published and whole. What comes after that could not all be done, and build_report.json"
    " beside it may be the former build's. Remove the cause and build again:",
)
GUARD_DIED = Message("检验进程意外终止（{detail}）。", "The guard's process ended unexpectedly ({detail}).")
DBT_FAILED = Message("模型未能建立：{detail}", "The models could not be built: {detail}")
NO_JAVA = Message(
    "未找到 Java（已查 {looked}）。Spark 需要 Java {needed} 以上：安装后设置 JAVA_HOME，或改用 --engine duckdb。",
    "There is no Java ({looked} was looked at). Spark needs Java {needed} or newer: install it and set JAVA_HOME, or"
    " build with --engine duckdb.",
)
OLD_JAVA = Message(
    "{java} 的版本是 {version}，Spark 需要 Java {needed} 以上。请安装后设置 JAVA_HOME，或改用 --engine duckdb。",
    "{java} is version {version}, and Spark needs Java {needed} or newer: install it and set JAVA_HOME, or build with "
    "--engine duckdb.",
)
SPARK_NOT_STARTED = Message("Spark 未能启动：{detail}", "Spark could not be started: {detail}")
SPARK_NEEDS_OUTPUT = Message(
    "Spark 写入文件夹：请用 --output 指明，不用 --warehouse。",
    "Spark writes a folder: name it with --output, not a file with --warehouse.",
)
OUTPUT_IS_SPARKS = Message(
    "--output 只用于 --engine spark；DuckDB 的文件用 --warehouse 指明。",
    "--output goes with --engine spark; name the file that DuckDB writes with --warehouse.",
)
NOT_OF_SPARK = Message(
    "{path} 不是 juesuan build --engine spark 写成的，不予替换。请用 --output 指明另一个文件夹。",
    "{path} was not written by juesuan build --engine spark and is left alone. Name another folder with --output.",
)
NO_SPARK = Message(
    "缺少 Spark 的组件：{packages}。请运行：pip install 'juesuan[spark]'，或改用 --engine duckdb。",
    "Packages of Spark are missing: {packages}. Run: pip install 'juesuan[spark]', or build with --engine duckdb.",
)
ONLY_DBT = Message(
    "模型 {name} 的物化方式为 {kind}，核对（juesuan check）不经 dbt 无法建立。请改用 table 或 view。",
    "The model {name} is materialised as {kind}, which juesuan check cannot make without dbt. Use table or view.",
)

# Checking
CHECKING = Message("核对勾稽关系", "Checking the identities")
NEEDS_OUTPUT = Message(
    "格式 {format} 不是文本，请用 --output 指明文件。",
    "The format {format} is no text: name a file with --output.",
)
WRITTEN = Message("已写入 {file}", "Written: {file}")

# Querying
NO_WAREHOUSE = Message(
    "还没有数据仓库：{path}。请先运行：juesuan build",
    "There is no warehouse at {path} yet. Build it with: juesuan build",
)
CANNOT_OPEN = Message("数据仓库打不开：{detail}", "The warehouse cannot be opened: {detail}")
QUERY_FAILED = Message("查询失败：{detail}", "The query failed: {detail}")
QUERY_TIMEOUT = Message(
    "查询超过 {seconds} 秒，已停止。可用 --timeout 放宽。",
    "The query ran longer than {seconds} s and was stopped. Allow more with --timeout.",
)

# Exporting
NO_TABLE = Message(
    "{schema} 中没有这些表：{names}。现有：{there}",
    "There is no such table in {schema}: {names}. There are: {there}",
)
NO_SCHEMA = Message(
    "数据仓库中没有 {schema}，或其中没有表。", "The warehouse has no schema {schema}, or no table in it."
)
TOO_MANY_ROWS = Message(
    "超过 Excel 每个工作表 {limit} 行的上限：{tables}。请用 --tables 只导出其他表，或改用 csv、parquet。",
    "More than the {limit} rows that a sheet of Excel holds: {tables}. Name other tables with --tables, or export to"
    " csv or parquet.",
)
EXPORT_NEEDS_FOLDER = Message("{path} 是文件；此格式写入文件夹。", "{path} is a file; this format writes a folder.")
EXPORT_NEEDS_FILE = Message("{path} 是文件夹；此格式写一个文件。", "{path} is a folder; this format writes one file.")
EXPORT_FOREIGN = Message(
    "{folder} 中已有并非由导出写成的同名文件：{files}。请另选文件夹。",
    "{folder} holds files of the same names that no export wrote: {files}. Choose another folder.",
)
EXPORTED = Message("已导出 {tables} 张表、{rows} 行：{output}", "Exported {tables} tables, {rows} rows: {output}")

# Documentation
DOCUMENTED = Message(
    "已写入文档，共 {count} 张表和视图：{output}",
    "Documentation of {count} tables and views written: {output}",
)

# The dashboard
NO_ASSETS = Message(
    "{path} 中没有已构建的网页。请先运行 make dashboard（需要 Node 20 以上），或用 --assets 指明已构建的文件夹。",
    "There are no built pages in {path}. Run make dashboard (it needs Node 20 or newer), or name a built folder with "
    "--assets.",
)
NOT_A_SITE = Message(
    "{path} 不是本程序生成的网站，不予替换。请用 --output 指明另一个文件夹。",
    "{path} is no site that this program made and is left alone. Name another folder with --output.",
)
SITE_MADE = Message("网站已生成：{path}", "The site is made: {path}")
SITE_MAKING = Message("数据仓库有变化，重新生成网站……", "Making the site from the present warehouse …")
SERVING = Message(
    "网站地址：{url}（仅限本机访问；按 Ctrl-C 停止）",
    "Serving {url} (to this machine only; Ctrl-C stops it)",
)
PORT_TAKEN = Message(
    "端口 {port} 不能使用（{detail}）。请用 --port 换一个。",
    "Port {port} cannot be used ({detail}). Choose another with --port.",
)
STOPPED = Message("已停止。", "Stopped.")

# Comparing
OTHER_WAREHOUSE = Message(
    "数据仓库中没有所需的表，可能由另一版本建立：{detail}",
    "The warehouse lacks what is compared; another version may have built it: {detail}",
)
NOTHING_TO_COMPARE = Message(
    "{path} 中没有一份文档能够读取，无法比较。",
    "Not one document at {path} could be read; there is nothing to compare.",
)

# The system
INTERRUPTED = Message("已中断，没有留下未完成的文件。", "Interrupted; nothing was left half-written.")
SYSTEM_REFUSED = Message("系统拒绝了操作：{detail}", "The system refused: {detail}")
NO_MEMORY = Message("内存不足。", "Out of memory.")
