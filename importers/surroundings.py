"""What stands before section one and what the page adds around a report: title, introduction, menus, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers import front
from importers.normal import simplified
from importers.rows import Row

_AROUND = re.compile(
    "^(?:验证码|全部评论|我要评论|附件|相关(?:链接|文章|稿件|解读|附件)|扫一扫|分享|打印|关闭|上一[篇条]|下一[篇条]|责任编辑|编辑[:：]|"
    "版权所有|主办[:：]|承办|网站地图|返回顶部|【|[|｜])|浏览次数|(?:点击|阅读)(?:数|次数|量)|字体[:：\\[]|字号|"
    "ICP备|公网安备|网站标识码|技术支持|Copyright|©|^(?:主办|承办|协办)单位|分享到|网站声明|联系我们|无障碍|找错|二维码|"
    "关闭窗口|打印本[页文]|(?:发布|更新|公开|成文|生成)(?:时间|日期)|(?:信息)?来源[:：]|索\\s*引\\s*号|发布机构|当前位置|您(?:现在)?的位置|^首页|文章来源"
)


def opening(rows: Sequence[Row], end: int) -> tuple[str, list[str], list[str], list[str]]:
    """(title, introduction, short lines under the title, other lines) of what stands before section one."""
    lines = [row.single for row in rows[:end] if row.single]
    first, last, title = front.title_at(lines)
    introduction: list[str] = []
    short: list[str] = []
    other = lines[:first] if first > 0 else []
    for line in lines[last + 1 :]:
        if _AROUND.search(simplified(line)) and len(line) < 120:
            other.append(line)
        elif (
            (title and len(line) >= 15) or re.search("[。；;]", line) or (len(line) >= 30 and re.search("[,，]", line))
        ):
            introduction.append(line)
        else:
            (short if title else other).append(line)
    return title, introduction, short, other


def without_page_text(lines: list[str]) -> tuple[list[str], list[str]]:
    """A last section's lines and what the web page adds after them."""
    for i, line in enumerate(lines):
        if _AROUND.search(simplified(line)) and len(line) < 60:
            return lines[:i], lines[i:]
    return lines, []
