"""Reminder mails, handed to a real mail server on this machine."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from report.errors import FormatError, NianbaoError
from services.audit import latest
from services.configuration.mail import Mail
from services.people.accounts import change_account, set_disabled
from services.people.model import CONSOLE
from services.reminders import due_reminders, send_reminders
from tests.services.workflow.conftest import DESK


class Box:
    """What the server took in; it refuses who is in `refused`."""

    def __init__(self):
        self.mails = []
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  the library's name
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the library's name
        self.mails.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def box():
    return Box()


def served(box, **more):
    """A server on a port that was free a moment ago: the library itself cannot choose one."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    return controller


@pytest.fixture
def mail(box):
    controller = served(box)
    yield Mail(host="127.0.0.1", port=controller.port, security="none",
               sender="nianbao@example.cn", url="https://nianbao.example.cn/")  # fmt: skip
    controller.stop()


def reachable(county, store, who="filler", email="filler@example.cn"):
    person = getattr(county, who)
    change_account(store, CONSOLE, person.account_id, DESK, name=person.name, unit="", email=email)
    return person


def test_whoever_something_waits_for_gets_one_mail_with_it(county, store, mail, box, clock):
    reachable(county, store)
    clock.pass_by(days=3)
    delivery = send_reminders(store, mail)
    assert [reminder.email for reminder in delivery.sent] == ["filler@example.cn"]
    ((envelope, found),) = box.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("nianbao@example.cn", ["filler@example.cn"])
    assert found["Subject"] == "年报待办 1 项，最近的截止日期 2024-01-31"
    text = found.get_content()
    assert "1. 示例市民政局 2023 年度：新建年报，1 月 31 日截止，还有 13 天" in text
    assert "https://nianbao.example.cn/" in text
    assert found["Auto-Submitted"] == "auto-generated"


def test_nobody_gets_two_on_one_day_but_again_on_the_next(county, store, mail, box, clock):
    reachable(county, store)
    clock.pass_by(days=3)
    for _ in range(3):
        send_reminders(store, mail)
    assert len(box.mails) == 1
    clock.pass_by(days=1)
    send_reminders(store, mail)
    assert len(box.mails) == 2


def test_reminders_begin_two_weeks_before_and_go_on_when_it_is_late(county, store, mail, clock):
    reachable(county, store)
    clock.pass_by(days=1)
    assert due_reminders(store, mail) == []
    clock.pass_by(days=1)
    assert len(due_reminders(store, mail)) == 1
    clock.pass_by(days=60)
    assert due_reminders(store, mail)[0].tasks[0].days_left < 0


def test_without_an_address_or_with_a_disabled_account_there_is_none(county, store, mail, clock):
    clock.pass_by(days=10)
    assert due_reminders(store, mail) == []
    person = reachable(county, store)
    set_disabled(store, CONSOLE, person.account_id, True, DESK)
    assert due_reminders(store, mail) == []


def test_one_who_cannot_be_reached_does_not_keep_the_others_from_theirs(county, store, mail, box, clock):
    reachable(county, store, "both", "gone@example.cn")
    reachable(county, store)
    box.refused = {"gone@example.cn"}
    clock.pass_by(days=10)
    delivery = send_reminders(store, mail)
    assert [envelope.rcpt_tos for envelope, _ in box.mails] == [["filler@example.cn"]]
    ((reminder, words),) = delivery.failed
    assert reminder.email == "gone@example.cn"
    assert "550" in words
    box.refused = set()
    assert [r.email for r in send_reminders(store, mail).sent] == ["gone@example.cn"]


def test_the_log_tells_that_one_was_sent(county, store, mail, clock):
    person = reachable(county, store)
    clock.pass_by(days=10)
    send_reminders(store, mail)
    entry = latest(store)[0]
    assert (entry.action, entry.subject) == ("reminder.send", f"account:{person.account_id}")


def test_without_a_server_in_the_settings_nothing_is_sent(county, store):
    with pytest.raises(NianbaoError, match="没有设置邮件服务器"):
        send_reminders(store, Mail())


def test_a_server_that_does_not_answer_is_told_and_nobody_counts_as_reminded(county, store, clock):
    reachable(county, store)
    clock.pass_by(days=10)
    dead = Mail(host="127.0.0.1", port=1, security="none", sender="a@b.cn")
    with pytest.raises(NianbaoError, match="连不上邮件服务器"):
        send_reminders(store, dead)
    assert len(due_reminders(store, dead)) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of localhost that only its own holder vouches for."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_over_starttls_it_signs_in_and_trusts_no_strange_certificate(county, store, box, clock, certificate):
    given = []

    def authenticate(server, session, envelope, mechanism, data):
        given.append((data.login, data.password))
        return AuthResult(success=data.password == b"secret", handled=False)

    here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here.load_cert_chain(certificate)
    controller = served(box, tls_context=here, authenticator=authenticate, auth_require_tls=True, auth_required=True)
    port = controller.port
    settings = {"host": "localhost", "port": port, "security": "starttls", "user": "u", "sender": "a@b.cn"}
    reachable(county, store)
    clock.pass_by(days=10)
    try:
        with pytest.raises(NianbaoError, match="连不上邮件服务器"):
            send_reminders(store, Mail(**settings, password="secret"))
        known = ssl.create_default_context(cafile=certificate)
        with pytest.raises(NianbaoError, match=r"拒绝了：.*535") as refused:
            send_reminders(store, Mail(**settings, password="wrong-one"), known)
        assert "wrong-one" not in str(refused.value)
        assert len(send_reminders(store, Mail(**settings, password="secret"), known).sent) == 1
    finally:
        controller.stop()
    assert given[-1] == (b"u", b"secret")
    assert len(box.mails) == 1


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"security": "ssl"}, "security"),
        ({"port": 0}, "port"),
        ({"sender": ""}, "sender"),
        ({"sender": "a@b.cn\nBcc: x@y.cn"}, "sender"),
        ({"remind_days": 0}, "remind_days"),
        ({"user": "u"}, "user"),
        ({"user": "u", "password": "p", "security": "none"}, "security"),
    ],
)
def test_settings_that_cannot_work_or_would_show_the_password_are_refused(settings, key):
    with pytest.raises(FormatError, match=f"mail.{key}"):
        Mail(**{"host": "mail.example.cn", "sender": "a@b.cn", **settings})


def test_the_password_is_not_shown_with_the_settings():
    assert "geheim" not in repr(Mail(host="mail.example.cn", sender="a@b.cn", user="u", password="geheim"))
