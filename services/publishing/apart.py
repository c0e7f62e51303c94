"""Signing, and judging what was signed elsewhere, in a process of its own: killed when its time or memory is over.

The request goes through a pipe as JSON of one line and the bytes it names; nothing of it is an argument, a file or a
line of a log. The process ends with the signature, and its memory with it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from report.errors import NianbaoError
from services.configuration.signing import SigningSettings

ROOT = Path(__file__).resolve().parents[2]
# Seconds on the clock. A signature takes one, loading what draws the seal two; several times that on a busy machine.
SIGNING_SECONDS, JUDGING_SECONDS = 60.0, 60.0
CPU_SECONDS = 40
MEMORY = 2 * 1024 * 1024 * 1024
OUT_OF_MEMORY = 12
TOO_LONG = "{doing}超过 {seconds:g} 秒，已停止，什么也没有改动。请检查时间戳服务器和密码设备后再试。"
TOO_BIG = "{doing}需要的内存过多，已停止，什么也没有改动。请换用小一些的文件。"
FAILED = "{doing}的进程出错，什么也没有改动。请核对所选的文件后再试；仍不行的，请告诉维护人员。"


class ApartError(NianbaoError):
    """The process gave no answer, or says why it refused; nothing was signed or kept."""


@dataclass(frozen=True)
class Judged:
    """What the process gave: the signed file (empty when judging), `verification` as JSON of `Examined.data()`.

    `pages` is how many the file has; `state` and `reasons` are those of `signing.OutsideVerdict`, empty when signing.
    """

    content: bytes
    verification: Mapping[str, Any]
    state: str
    reasons: tuple[str, ...]
    pages: int = 0


def sign_apart(
    pdf: bytes, key: Mapping[str, str], blobs: Mapping[str, bytes], secret: bytearray, settings: SigningSettings,
    roots: Path | None, diameter: float, seconds: float = SIGNING_SECONDS,
) -> Judged:  # fmt: skip
    """`services.signing.sign_report` and an examination of what it gave. `secret` is wiped whatever happens.

    `key` says "kind" ("file" or "token") and for a token "label" and "certificate"; `blobs` may hold "key" (PKCS#12)
    and "picture". ApartError with the sentence why nothing was signed.
    """
    asked = {
        "do": "sign", "key": dict(key), "settings": asdict(settings), "roots": str(roots or ""), "diameter": diameter,
    }  # fmt: skip
    # A level with time stamps may ask the server twice.
    seconds += 2 * settings.timestamp_seconds if settings.timestamp_url else 0
    message = bytearray()
    try:
        message = _message(asked, {"pdf": pdf, **blobs, "secret": secret})
        return _asked(message, seconds, "签章")
    finally:
        _wipe(message)
        _wipe(secret)


def judge_apart(original: bytes, signed: bytes, roots: Path | None, seconds: float = JUDGING_SECONDS) -> Judged:
    """`signing.accept_outside` on a file that came back, and whether it shows what its data say. ApartError."""
    message = _message({"do": "judge", "roots": str(roots or "")}, {"original": original, "pdf": signed})
    return _asked(message, seconds, "核对文件")


def _wipe(content: bytearray) -> None:
    for place in range(0, len(content), 4096):
        end = min(place + 4096, len(content))
        content[place:end] = bytes(end - place)
    content.clear()


def _message(asked: Mapping[str, Any], blobs: Mapping[str, bytes | bytearray]) -> bytearray:
    """JSON of one line, with the lengths of the bytes that follow it."""
    head = {**asked, "blobs": [[name, len(content)] for name, content in blobs.items()]}
    message = bytearray(json.dumps(head).encode() + b"\n")
    for content in blobs.values():
        message += content
    return message


def _asked(message: bytearray, seconds: float, doing: str) -> Judged:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, "-m", "services.publishing.apart_child"]
    try:
        done = subprocess.run(
            command, input=message, capture_output=True, timeout=seconds, check=False, env=environment, cwd=ROOT
        )
    except subprocess.TimeoutExpired as error:
        raise ApartError(TOO_LONG.format(doing=doing, seconds=seconds)) from error
    if done.returncode == OUT_OF_MEMORY:
        raise ApartError(TOO_BIG.format(doing=doing))
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise ApartError(FAILED.format(doing=doing)) from error
    if "fault" in answer:
        raise ApartError(str(answer["fault"]))
    return Judged(
        b64decode(answer["content"]), answer["verification"], answer["state"], tuple(answer["reasons"]),
        answer["pages"],
    )  # fmt: skip


def read_message(content: bytearray) -> tuple[dict[str, Any], dict[str, bytearray]]:
    """The request and the bytes it names, in the other process."""
    end = content.index(b"\n")
    asked = json.loads(content[:end])
    place, blobs = end + 1, {}
    for name, length in asked["blobs"]:
        blobs[name] = content[place : place + length]
        place += length
    return asked, blobs


def answer_of(judged: Judged) -> str:
    """What the other process writes."""
    return json.dumps({**asdict(judged), "content": b64encode(judged.content).decode()}, ensure_ascii=False)


def limit() -> None:
    """Hold this process to the time and memory that one signature may take, and leave nothing of it behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def signed_time(verification: Mapping[str, Any]) -> tuple[str, datetime | None, str]:
    """Signer, time (proven, else claimed) and level of the first signature of an examination."""
    for seen in verification["signatures"]:
        if seen["kind"] == "signature":
            at = (seen["stamp_trusted"] and seen["stamped_at"]) or seen["claimed_at"]
            return seen["signer"], datetime.fromisoformat(at) if at else None, seen["level"]
    return "", None, ""
