"""What is said about lakes and builds in parts, as in loaders.messages."""

from __future__ import annotations

from loaders.messages import Message

LOADED = Message(
    "已读取 {read} 个文件（另有 {known} 个已在湖中，未重读）："
    "文档装载 {loaded} 份、副本 {duplicate} 份、空白表 {blank} 份、隔离 {quarantined} 份；写入 {folder}。",
    "{read} files read ({known} more are there already): {loaded} documents loaded, {duplicate} copies,"
    " {blank} blank forms, {quarantined} quarantined; written to {folder}.",
)
OUTDATED = Message(
    "已在湖中的文件，有 {count} 个由本程序的另一版本读取；加 --again 可重新读取。",
    "{count} of the files that are there were read by another version of this program; --again reads them again.",
)
HELD = Message(
    "另一个读取正在写入这个数据湖（进程 {pid}，始于 {since}）。请稍后再试。",
    "Another load is writing to this lake (process {pid}, since {since}). Try again later.",
)
NO_LAKE = Message(
    "{folder} 不是数据湖，或还没有内容。请先运行 juesuan load PATH --lake {folder}。",
    "{folder} is no lake, or nothing is in it yet. Run juesuan load PATH --lake {folder} first.",
)
OTHER_FORM = Message(
    "数据湖 {folder} 的格式（{form}）不是本版本的格式。请把原文档重新读取到新的文件夹。",
    "The lake {folder} has a form ({form}) that this version does not read. Load the documents into a new folder.",
)
LOST = Message(
    "数据湖 {folder} 中，文件 {file} 应有文档 {expected} 份，实有 {found} 份：湖中文件已被改动。"
    "请用 --again 重新读取该文件。",
    "In the lake {folder} the file {file} should have {expected} documents and has {found}: the lake's files were"
    " changed. Read that file again with --again.",
)
PART_DIED = Message(
    "建立某一部分的进程中断，可能是内存不足（每部分 {memory} MiB：JUESUAN_PART_MEMORY_BYTES；"
    "同时建立的个数：JUESUAN_JOBS）。已建成的部分保留，再次运行会接着建立。",
    "A process that built a part died, perhaps for want of memory ({memory} MiB for each part:"
    " JUESUAN_PART_MEMORY_BYTES; how many at once: JUESUAN_JOBS). The finished parts stay, and the next build goes on.",
)
REFUSED = Message(
    "读取结果未通过检验，这一批没有写入数据湖；此前各批已写入，再次运行会接着读取。{detail}",
    "The loaded tables did not pass the guards and this batch was not written to the lake; those before it were, and"
    " the next load goes on from there. {detail}",
)
TOO_MANY_FOR_SEEDS = Message(
    "共有 {count} 个文件，超过以 CSV 表存放的限度 {limit}（JUESUAN_LAKE_FROM）。请用 --lake 指明数据湖的文件夹。",
    "There are {count} files, more than the {limit} that are kept as CSV tables (JUESUAN_LAKE_FROM). Name the folder of"
    " a lake with --lake.",
)
PARTS = Message(
    "分部构建：新建 {new} 部分，沿用 {standing} 部分",
    "Building in parts: {new} to be built, {standing} stand as they are",
)
PART_DONE = Message("已建成 {done}/{total}：{key}", "Built {done}/{total}: {key}")
USED = Message(
    "文件较多，读取结果存入数据湖 {folder}。",
    "There are many files: they are read into the lake {folder}.",
)
MOVED = Message(
    "{warehouse} 读取的各部分不在它旁边：数据仓库已被移动。"
    "请把 .parts 文件夹一并移来，再运行 juesuan build --lake DIR。",
    "The parts that {warehouse} reads are not beside it: it was moved. Move the folder .parts along, and run"
    " juesuan build --lake DIR.",
)
TOO_LARGE_FOR_SITE = Message(
    "{warehouse} 由多个部分组成，太大，不能做成网站。请把要展示的部门读取到单独的数据湖，再构建。",
    "{warehouse} is in parts, too large for a site. Load the departments to be shown into a lake of their own, and"
    " build that.",
)
