"""`remind`: mails to whom something waits for, to be run once a day."""

from __future__ import annotations

import sys
from pathlib import Path

from commands.opening import opened
from commands.serving import data_dir
from services.configuration import load_configuration
from services.configuration.mail import Mail
from services.reminders import due_reminders, send_reminders
from services.tasks import shown

DONE, SOME_FAILED = 0, 1


def remind(chosen: Path | None, only_list: bool) -> int:
    """Send what is due today, or list it. 0: all were sent; 1: some could not be, each told on standard error."""
    mail = load_configuration(data_dir(False, chosen)).get(Mail)
    with opened(chosen) as store:
        if only_list:
            for reminder in due_reminders(store, mail):
                print(f"{reminder.name} <{reminder.email}>")
                for task in reminder.tasks:
                    print(f"  {shown(task)}")
            return DONE
        delivery = send_reminders(store, mail)
    for reminder, words in delivery.failed:
        print(f"没有送达 {reminder.name} <{reminder.email}>：{words}", file=sys.stderr)
    print(f"已发送 {len(delivery.sent)} 封提醒。")
    return SOME_FAILED if delivery.failed else DONE
