"""One clerk at a report: signs in, types, looks at the preview and the list, and sends what the page's scripts send."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench.load.browser import Browser
from bench.load.office import PASSWORD, Desk
from report.format import ReportFormat
from report.loading import load_format

# Seconds: between two saves, at one tab, at the preview or the list; and the page's own question for news.
TYPING = (2.0, 5.0)
STAYING = (20.0, 45.0)
LOOKING = (4.0, 10.0)
NEWS_EVERY = 15.0
# After a tab: how often the preview, the list, else the next tab.
PREVIEW, LIST = 0.2, 0.15
MOST_CELLS = 3


@dataclass
class Clerk:
    """What a clerk's page knows: the revisions, the mark of the news, the text; and what was said to be stored."""

    desk: Desk
    browser: Browser
    random: Random
    section: str = ""
    token: str = ""
    revisions: dict[str, int] = field(default_factory=dict)
    mark: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    stored: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    saving: bool = False
    saves: int = 0
    conflicts: int = 0

    @property
    def fmt(self) -> ReportFormat:
        """The format of the report."""
        return load_format(self.desk.format_id)

    async def sign_in(self) -> None:
        """From the sign-in page to the list of reports."""
        page = await self.browser.open("sign-in page", "/sign-in")
        form = {"csrf_token": _token(page), "login": self.desk.login, "password": PASSWORD}
        answer = await self.browser.ask("sign in", "POST", "/sign-in", form=form)
        await self.browser.furnish(answer.text)

    async def work(self, until: float) -> None:
        """Tab after tab until the moment `until` of the loop's clock."""
        sections = [s.id for s in self.fmt.sections if s.tables or (s.narrative and not s.facts)]
        at = self.desk.place * 2
        while asyncio.get_running_loop().time() < until:
            if await self.open_tab(sections[at % len(sections)]):
                await self._stay(until)
            else:
                await asyncio.sleep(LOOKING[0])
            at += 1
            await self._look_elsewhere()

    async def open_tab(self, section: str) -> bool:
        """Open a tab of the editor; its script asks for news at once. False if it did not come."""
        self.section = section
        page = await self.browser.open("open a tab", f"/reports/{self.desk.report_id}/edit/{section}")
        if not page:
            return False
        data = _data(page, "editor-data")
        self.token, self.mark = _token(page), ""
        self.revisions, self.blocks = dict(data["revisions"]), list(data["blocks"])
        await self.news()
        return True

    async def news(self) -> None:
        """The page's question for what others have done; it also says that this clerk is here."""
        seen = dict(self.revisions)
        headers = {"Accept": "application/json"} | ({"If-None-Match": self.mark} if self.mark else {})
        path = f"/reports/{self.desk.report_id}/news/{self.section}?{urlencode(self.revisions)}"
        answer = await self.browser.ask("news", "GET", path, headers=headers)
        # Nothing is taken while a save is under way: its answer brings the same.
        if answer.status != 200 or self.saving or self.revisions != seen:
            return
        told = json.loads(answer.text)
        self.mark = answer.headers["ETag"]
        for name, part in told["sections"].items():
            self.revisions[name] = part["revision"]
            if name == self.section:
                self.blocks = part["changed"].get("blocks", self.blocks)

    async def save(self) -> None:
        """Type something and send it as the page does."""
        changes = self._typed()
        body = json.dumps({"revision": self.revisions[self.section], "changes": changes}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        self.saving = True
        answer = await self.browser.ask(
            "save", "POST", f"/reports/{self.desk.report_id}/edit/{self.section}", headers=headers, body=body,
            expected=(200,),
        )  # fmt: skip
        self.saving = False
        if answer.status != 200:
            return
        told = json.loads(answer.text)
        self.revisions[self.section] = told["revision"]
        self.saves += 1
        self.conflicts += len(told["conflicts"])
        if "blocks" in changes:
            self.blocks = told["merged"].get("blocks", changes["blocks"])
            self.written[self.section] = next(b["text"] for b in changes["blocks"] if self._is_own(b))
        else:
            self.stored |= changes

    def _typed(self) -> dict[str, Any]:
        """Some figures of this clerk's share of the table; or the clerk's own paragraph, longer than before."""
        cells = [cell.name for cell in self.fmt.cells if cell.section.id == self.section]
        if cells:
            own = cells[self.desk.place :: self.desk.places]
            chosen = self.random.sample(own, self.random.randint(1, MOST_CELLS))
            return {f"values.{name}": str(self.random.randint(0, 999)) for name in chosen}
        return {"blocks": self._written(f"本年度公开政府信息{self.random.randint(1, 999)}条。")}

    def _written(self, sentence: str) -> list[dict[str, Any]]:
        """The text with a sentence more in this clerk's own paragraph, which is its last when it is new."""
        own = [n for n, block in enumerate(self.blocks) if self._is_own(block)]
        if not own:
            return [*self.blocks, {"type": "paragraph", "text": f"{self.desk.login}：{sentence}"}]
        longer = {**self.blocks[own[0]], "text": self.blocks[own[0]]["text"] + sentence}
        return [*self.blocks[: own[0]], longer, *self.blocks[own[0] + 1 :]]

    def _is_own(self, block: dict[str, Any]) -> bool:
        return bool(block.get("text", "").startswith(f"{self.desk.login}："))

    async def _stay(self, until: float) -> None:
        now = asyncio.get_running_loop().time()
        leave = min(until, now + self.random.uniform(*STAYING))
        with _meanwhile(self._watch()):
            while (left := leave - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(min(left, self.random.uniform(*TYPING)))
                if left > TYPING[0]:
                    await self.save()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(NEWS_EVERY)
            await self.news()

    async def _look_elsewhere(self) -> None:
        chance = self.random.random()
        if chance < PREVIEW:
            await self.browser.open("preview", f"/reports/{self.desk.report_id}/preview")
        elif chance < PREVIEW + LIST:
            await self.browser.open("list", "/")
        else:
            return
        await asyncio.sleep(self.random.uniform(*LOOKING))


@contextmanager
def _meanwhile(work: Any) -> Iterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()


def _token(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    return found[1] if found else ""


def _data(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    if not found:
        raise ValueError(f"the page has no {name}")
    return json.loads(found[1])
