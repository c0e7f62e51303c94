"""The mail server for reminders (section `mail`): nothing is sent unless `host` is set."""

from __future__ import annotations

from dataclasses import dataclass, field

from report.errors import FormatError

SECURITIES = ("tls", "starttls", "none")
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Mail:
    """Where mail is handed in, and as whom; `remind_days` before a deadline reminders begin.

    FormatError if something needed is missing, or a password would be sent in the clear to another machine.
    """

    host: str = ""
    port: int = 465
    security: str = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    url: str = ""
    remind_days: int = 14

    def __post_init__(self) -> None:
        if not self.host:
            return
        if self.security not in SECURITIES:
            raise _fault("security", f"应为 {'、'.join(SECURITIES)} 之一")
        if not 1 <= self.port <= 65535:
            raise _fault("port", "应在 1 和 65535 之间")
        if "@" not in self.sender or any(mark in self.sender for mark in "\r\n<>,; "):
            raise _fault("sender", "应为发件人的电子邮箱地址，如 nianbao@example.gov.cn")
        if not 1 <= self.remind_days <= 90:
            raise _fault("remind_days", "应在 1 和 90 之间")
        if bool(self.user) != bool(self.password):
            raise _fault("user", "user 和 password 要么都填，要么都不填")
        if self.user and self.security == "none" and self.host not in LOCAL:
            raise _fault("security", "有密码时应为 tls 或 starttls，否则密码会在网络上明文传送")


def _fault(key: str, message: str) -> FormatError:
    return FormatError(message, "nianbao.yaml", path=f"mail.{key}")
