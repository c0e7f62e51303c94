"""The questions that a citizen asks of a signed file, each answered in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from signing.certificates import shown_time
from signing.verdicts import TRUST, Answer, Seen, Verification

_STATES = {
    "genuine": (True, "这个文件由{who}签名，签名之后没有改动过。"),
    "untrusted": (None, "这个文件自签名之后没有改动过，但签名人是不是{who}没有得到证明。"),
    "test": (None, "这是用测试证书签的试验文件，没有法律效力，不能当作正式文件。"),
    "bad-certificate": (False, "这个文件自签名之后没有改动过，但{who}签名所用的证书不能用：{why}。"),
    "unsupported": (None, "这个文件的签名用了本程序不能核验的算法（如国密 SM2），真伪要用签名单位的工具核验。"),
    "unsigned": (None, "这个文件没有电子签名，无法凭签名判断真伪。"),
    "changed": (False, "这个文件在签名之后被改动过，不能当作签名人认可的文件。"),
    "broken": (False, "这个文件的签名已经失效：签名所保护的内容被改动过，或者签名不完整，不能当作真的。"),
}


def answers(verdict: Verification) -> tuple[Answer, ...]:
    """Verdict, integrity, who, when, trust, later changes, and the data carried inside."""
    return tuple(_answers(verdict))


def _answers(verdict: Verification) -> Iterator[Answer]:
    real = [seen for seen in verdict.signatures if seen.kind == "signature"]
    good, sentence = _STATES[verdict.state]
    worst = next((seen for seen in real if seen.trust not in ("trusted", "unknown")), None)
    yield Answer(
        "结论",
        good,
        sentence.format(who=_who(real), why=TRUST[worst.trust] if worst else ""),
        (f"SHA-256：{verdict.sha256}", f"大小：{verdict.size} 字节", f"核验时间：{shown_time(verdict.at)}"),
    )
    for name in verdict.removed:
        yield Answer("完整", False, f"原有的签名“{name}”被去掉或替换了。")
    for number, seen in enumerate(real, 1):
        place = f"第 {number} 个签名：" if len(real) > 1 else ""
        yield _integrity(seen, place)
        yield _signer(seen, place)
        yield _time(seen, place)
        yield _trust(seen, place, verdict)
        yield from _changes(seen, place)
    for seen in (item for item in verdict.signatures if item.kind == "timestamp"):
        yield _document_stamp(seen)
    yield from _record(verdict, bool(real))


def _who(real: list[Seen]) -> str:
    return "、".join(dict.fromkeys(f"“{seen.signer}”" for seen in real)) or "签名人"


def _integrity(seen: Seen, place: str) -> Answer:
    if seen.trust == "unsupported":
        return Answer("完整", None, f"{place}签名的算法不能核验，不知道内容是否改动过。", (seen.problem,))
    if not seen.intact:
        words = "签名所保护的内容被改动过，或者签名本身是拼凑的。"
        return Answer("完整", False, f"{place}{words}", (seen.problem,) if seen.problem else ())
    if seen.covers == "part":
        return Answer("完整", False, f"{place}签名只盖住了文件的一部分，其余部分没有签名人的认可。")
    whole = "签名盖住整个文件，内容完整无缺。"
    first = "签名盖住签名时的整个文件；那以后又附加了内容，见“签名之后的改动”。"
    return Answer("完整", True, f"{place}{whole if seen.covers == 'file' else first}")


def _signer(seen: Seen, place: str) -> Answer:
    details = (
        f"证书持有人：{seen.subject}",
        f"发证机构：{seen.issuer}",
        f"证书序列号：{seen.serial}",
        f"证书有效期：{shown_time(seen.valid_from)}至{shown_time(seen.valid_until)}",
        f"签名级别：PAdES {seen.level}" if seen.level else "",
    )
    mark = "（测试证书）" if seen.trust == "test" else ""
    said = f"{place}证书上写的签名人是“{seen.signer}”{mark}，由“{seen.issuer}”发证。"
    return Answer("谁签的", None, said, tuple(filter(None, details)))


def _time(seen: Seen, place: str) -> Answer:
    if seen.stamped_at and seen.stamp_trusted:
        said = f"{place}签于{shown_time(seen.stamped_at)}，由时间戳服务“{seen.stamped_by}”证明。"
        return Answer("何时签的", True, said)
    if seen.stamped_at:
        when = shown_time(seen.stamped_at)
        said = f"{place}时间戳写的是{when}，但给出它的“{seen.stamped_by}”不在信任的名单里。"
        return Answer("何时签的", None, said)
    if seen.claimed_at:
        said = f"{place}签名人自称签于{shown_time(seen.claimed_at)}，没有时间戳证明。"
        return Answer("何时签的", None, said)
    return Answer("何时签的", None, f"{place}没有写明签名时间。")


def _trust(seen: Seen, place: str, verdict: Verification) -> Answer:
    when = seen.proven_at or verdict.at
    sentences = {
        "trusted": (True, "签名人的证书由本单位信任的机构发出，签名时有效" + _revocation_words(seen) + "。"),
        "test": (None, "这是测试证书，没有法律效力，谁都可以做一张。"),
        "unknown": (None, f"发证机构“{seen.issuer}”不在信任的名单里，签名人的身份没有得到证明。"),
        "expired": (False, f"证书已于{shown_time(seen.valid_until)}过期，" + _expired_words(seen)),
        "not-yet": (False, f"证书从{shown_time(seen.valid_from)}起才生效，在{shown_time(when)}还不能用。"),
        "revoked": (False, _revoked_words(seen)),
        "usage": (False, "这张证书没有签名用途，不能用来签文件。"),
        "unsupported": (None, "签名的算法不能核验，证书是否有效没有得到证明。"),
        "broken-chain": (False, "证书的签发关系有问题，签名人的身份没有得到证明。"),
    }
    good, said = sentences[seen.trust]
    return Answer(
        "可信吗",
        good,
        f"{place}{said}",
        (f"判断依据：{seen.problem}",) if seen.trust == "broken-chain" and seen.problem else (),
    )


def _revocation_words(seen: Seen) -> str:
    return "、没有被吊销" if seen.revocation == "good" else "；是否被吊销没有资料可查"


def _expired_words(seen: Seen) -> str:
    if seen.proven_at:
        return f"而签名是{shown_time(seen.proven_at)}才做的。"
    if seen.claimed_at and seen.claimed_at > seen.valid_until:
        return f"而签名人自称签于{shown_time(seen.claimed_at)}。"
    return "也没有时间戳能证明是过期之前签的。"


def _revoked_words(seen: Seen) -> str:
    when = f"于{shown_time(seen.revoked_on)}" if seen.revoked_on else ""
    proof = "签名在那以后" if seen.proven_at else "也没有时间戳能证明是吊销之前签的"
    return f"证书已{when}被发证机构吊销，{proof}，不能当作签名人的认可。"


def _changes(seen: Seen, place: str) -> Iterator[Answer]:
    if not seen.is_whole:
        return
    harmful = [change for change in seen.changes if not change.is_harmless]
    for change in harmful:
        yield Answer("签名之后的改动", False, f"{place}签名之后有人{change}。")
    if not harmful and not seen.allowed:
        yield Answer("签名之后的改动", False, f"{place}签名之后有签名人不允许的改动。")
    elif not harmful and seen.changes:
        said = "、".join(dict.fromkeys(str(change) for change in seen.changes))
        yield Answer("签名之后的改动", True, f"{place}签名之后只是{said}，内容没有改动。")
    elif not harmful:
        yield Answer("签名之后的改动", True, f"{place}签名之后没有任何改动。")


def _document_stamp(seen: Seen) -> Answer:
    if not seen.is_whole:
        return Answer("存档时间戳", False, "文件的存档时间戳已经失效。")
    when = shown_time(seen.stamped_at) if seen.stamped_at else "不明的时间"
    if seen.stamp_trusted:
        return Answer("存档时间戳", True, f"时间戳服务“{seen.stamped_by}”证明这个文件在{when}就是这样。")
    return Answer("存档时间戳", None, f"文件带有“{seen.stamped_by}”{when}的存档时间戳，但这个服务不在信任的名单里。")


def _record(verdict: Verification, is_signed: bool) -> Iterator[Answer]:
    if verdict.record is None:
        yield Answer("所附数据", None, "文件里没有年报数据文件，只能看纸面上的数字。")
    elif verdict.record_unchanged is False:
        yield Answer("所附数据", False, "文件所附的年报数据在签名之后被换过。")
    elif is_signed:
        yield Answer("所附数据", True, "文件所附的年报数据与签名时一样。")
