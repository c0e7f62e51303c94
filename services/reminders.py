"""Reminder mails: one a day to whom something waits for, from two weeks before the deadline on, if mail is set up."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from report.errors import NianbaoError
from services import audit
from services.actor import SYSTEM
from services.configuration.mail import Mail
from services.deadlines import SHANGHAI, today
from services.people.model import person_of
from services.tasks import Task, shown, tasks_within
from storage import Store, queries
from storage import people as stored

TIMEOUT_SECONDS = 20
CHECK = "请核对 nianbao.yaml 的 mail 部分。"


@dataclass(frozen=True)
class Reminder:
    """A mail to be sent: to whom, and what waits for them."""

    account_id: str
    name: str
    email: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Delivery:
    """What became of the reminders: who got one, and who did not, with the server's words."""

    sent: tuple[Reminder, ...]
    failed: tuple[tuple[Reminder, str], ...]


def due_reminders(store: Store, mail: Mail) -> list[Reminder]:
    """Who is to be reminded today: something is due soon or past due, and they got no mail yet."""
    found: list[Reminder] = []
    day = today(store.now())
    with store.read() as tx:
        for row in stored.accounts(tx):
            if not row.email or row.disabled_at is not None or stored.reminded(tx, row.id, day):
                continue
            # Who has not signed in yet is reminded as well.
            tasks = tasks_within(tx, replace(person_of(tx, row), must_change=False), store)
            urgent = tuple(t for t in tasks if t.days_left is not None and t.days_left <= mail.remind_days)
            if urgent:
                found.append(Reminder(row.id, row.name, row.email, urgent))
    return found


def send_reminders(store: Store, mail: Mail, context: ssl.SSLContext | None = None) -> Delivery:
    """Send what is due today. One who cannot be reached does not keep the others from theirs.

    NianbaoError if mail is not set up, or the server cannot be reached or lets nobody in.
    """
    if not mail.host:
        raise NianbaoError("没有设置邮件服务器，没有发送。请在 nianbao.yaml 的 mail 部分填写 host 等。")
    due = due_reminders(store, mail)
    sent: list[Reminder] = []
    failed: list[tuple[Reminder, str]] = []
    if not due:
        return Delivery((), ())
    day = today(store.now())
    with _server(mail, context or ssl.create_default_context()) as server:
        for reminder in due:
            try:
                server.send_message(message(reminder, mail, store))
            except smtplib.SMTPException as error:
                failed.append((reminder, _words(error)))
                server.rset()
            else:
                _note(store, reminder, day)
                sent.append(reminder)
    return Delivery(tuple(sent), tuple(failed))


def message(reminder: Reminder, mail: Mail, store: Store) -> EmailMessage:
    """The mail, plain text."""
    first = reminder.tasks[0]
    found = EmailMessage()
    found["From"], found["To"] = mail.sender, reminder.email
    nearest = first.deadline.day.isoformat() if first.deadline else ""
    found["Subject"] = f"年报待办 {len(reminder.tasks)} 项，最近的截止日期 {nearest}"
    found["Date"] = format_datetime(store.now().astimezone(SHANGHAI))
    found["Message-ID"] = make_msgid(domain=mail.sender.partition("@")[2])
    # Tells answering machines to keep quiet (RFC 3834).
    found["Auto-Submitted"] = "auto-generated"
    lines = [f"{n}. {shown(task)}" for n, task in enumerate(reminder.tasks, 1)]
    more = ["", f"请登录办理：{mail.url}"] if mail.url else []
    found.set_content("\n".join([f"{reminder.name}：", "", "以下年报等待您办理：", *lines, *more, ""]))
    return found


@contextmanager
def _server(mail: Mail, context: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    try:
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)
        with server:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, mail.password)
            yield server
    except smtplib.SMTPException as error:
        raise NianbaoError(f"邮件服务器 {mail.host} 拒绝了：{_words(error)}。{CHECK}") from error
    except OSError as error:
        raise NianbaoError(f"连不上邮件服务器 {mail.host}:{mail.port}（{error}）。{CHECK}") from error


def _words(error: smtplib.SMTPException) -> str:
    """What a server said, on one line; a password is never in it."""
    return " ".join(str(error).split())[:200]


def _note(store: Store, reminder: Reminder, day: date) -> None:
    with store.write() as tx:
        now = store.now()
        queries.add(tx, stored.ReminderRow(account_id=reminder.account_id, day=day, at=now))
        after = {"tasks": len(reminder.tasks)}
        audit.record(tx, "reminder.send", f"account:{reminder.account_id}", now, after=after, actor=SYSTEM)
