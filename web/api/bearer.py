"""Who a program acts for: a token in `Authorization`, nothing else; how often; and whether the person may."""

from __future__ import annotations

from flask import Flask, current_app, g, request

from services.configuration.api import ApiSettings
from services.errors import ReportNotFound
from services.limiter import Limiter
from services.people.model import Source, require_administrator
from services.people.programs import Program, use_token
from services.workflow.rights import require
from services.workflow.table import Action
from web.access import has_accounts, report_of_address, store
from web.api.operations import OPERATIONS, SMALL
from web.api.problems import Refused
from web.guarding import act_as, sign_in_settings
from web.policy import POLICY, ByToken, Needs

SCHEME = "bearer"
ALONE = "单机使用时没有接口：接口要凭个人的令牌使用，请按有账号的方式启动。也可以用命令行（cli.py）读写数据文件。"
CLOSED = "本系统关闭了接口（nianbao.yaml 中的 api.enabled）。"
NO_TOKEN = "没有令牌：请求头 Authorization 应为“Bearer 令牌”。网页的登录在这里不算数。"
BAD_TOKEN = "令牌不对、已过期或已停用，或者账号已停用。请本人在“程序令牌”页重新生成。"
NO_SCOPE = "令牌没有“{label}”（{scope}）的权限，什么都没有做。"
NO_CODES = "本单位要求使用动态口令，令牌的主人还没有启用，或被重置后没有重新启用。请本人到“我的账号”启用。"
NO_REPORT = "没有这份年度报告，或者令牌的主人看不到它。"
TOKENS, ADDRESSES, GUESSES = "nianbao_api_tokens", "nianbao_api_addresses", "nianbao_api_guesses"
CONTENTS, SETTINGS = "nianbao_api_contents", "nianbao_api"
REALM = 'Bearer realm="nianbao"'
A_MINUTE, MOST_GUESSES = 60, 30


def init_app(app: Flask, settings: ApiSettings) -> None:
    """Set whether there is an API, and how often a token, a person and an address may ask."""
    app.extensions[SETTINGS] = settings
    app.extensions[TOKENS] = Limiter(settings.per_token, A_MINUTE, what="用这个令牌请求")
    # Several programs may share a machine, or a proxy.
    app.extensions[ADDRESSES] = Limiter(settings.per_address, A_MINUTE, what="从这个地址请求")
    app.extensions[CONTENTS] = Limiter(settings.per_person, A_MINUTE, what="提交整份内容")
    app.extensions[GUESSES] = Limiter(MOST_GUESSES, A_MINUTE, what="用无效的令牌请求")


def enabled() -> bool:
    """Whether programs are let in here at all."""
    settings = current_app.extensions[SETTINGS]
    assert isinstance(settings, ApiSettings)
    return settings.enabled and has_accounts()


def program() -> Program:
    """The program at work, once it is let in."""
    found = g.program
    assert isinstance(found, Program)
    return found


def source() -> Source:
    """Where the request comes from."""
    return Source(request.remote_addr or "", request.headers.get("User-Agent", ""), via="api")


def enter() -> None:
    """Let a request in, or raise what bars it. Cookies are not looked at: no page can make a browser ask here."""
    if not enabled():
        raise Refused("not-found", CLOSED if has_accounts() else ALONE)
    address = request.remote_addr or ""
    _count(ADDRESSES, address)
    rule = POLICY[request.endpoint or ""]
    if rule is Needs.NOTHING:
        return
    assert isinstance(rule, ByToken)
    g.program = found = _program(address)
    # Refusals, too, are told to the log in the person's name.
    g.person = found.person
    act_as(found.person, source())
    _count(TOKENS, found.token.id)
    if OPERATIONS[request.endpoint or ""].most_bytes > SMALL:
        _count(CONTENTS, found.person.account_id)
    if rule.scope is not None and rule.scope not in found.token.scope:
        told = f'{REALM}, error="insufficient_scope", scope="{rule.scope}"'
        refused = NO_SCOPE.format(label=rule.scope.label, scope=rule.scope)
        raise Refused("scope", refused, {"WWW-Authenticate": told}, scope=rule.scope.value)
    if sign_in_settings().require_codes and not found.person.has_totp:
        raise Refused("not-allowed", NO_CODES)
    if rule.right is Needs.ADMINISTRATOR:
        require_administrator(found.person)
    elif isinstance(rule.right, Action):
        try:
            require(store(), found.person, rule.right, report_of_address())
        except ReportNotFound as error:
            raise Refused("not-found", NO_REPORT) from error


def _program(address: str) -> Program:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not token.strip():
        raise Refused("unauthorized", NO_TOKEN, {"WWW-Authenticate": REALM})
    found = use_token(store(), token.strip())
    if found is None:
        _count(GUESSES, address)
        raise Refused("unauthorized", BAD_TOKEN, {"WWW-Authenticate": f'{REALM}, error="invalid_token"'})
    return found


def _count(limiter: str, name: str) -> None:
    current_app.extensions[limiter].enter(name)
