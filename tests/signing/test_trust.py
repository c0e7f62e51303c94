"""The folder of trusted authorities: what is in it counts, and what does not belong is named."""

from __future__ import annotations

import pytest

from report.errors import NianbaoError
from signing.trust import read_trust
from tests.signing.authority import issue, private_key, revocations, root, signer


def test_roots_intermediates_and_lists_are_read(tmp_path):
    between = issue("中级", private_key("ec", "between"), root(), usages={"key_cert_sign"}, authority=True)
    (tmp_path / "all.pem").write_bytes(root().pem + between.pem)
    (tmp_path / "root.cer").write_bytes(root().plain.dump())
    (tmp_path / "list.crl").write_bytes(revocations(signer()).dump())
    (tmp_path / "README.txt").write_text("not looked at", "utf-8")
    known = read_trust(tmp_path)
    assert [len(part) for part in (known.roots, known.others, known.crls)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pem", b"junk", "a.pem 不是证书"),
        ("a.crl", b"junk", "a.crl 不是证书吊销列表"),
        ("signer.crt", lambda: signer().pem, "signer.crt 是“示例市民政局”的证书，不是发证机构"),
        ("big.der", bytes(21 * 2**20), "big.der 过大"),
    ],
)
def test_what_does_not_belong_is_named(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content() if callable(content) else content)
    with pytest.raises(NianbaoError, match=words):
        read_trust(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NianbaoError, match=r"signing\.roots"):
        read_trust(tmp_path / "none")
