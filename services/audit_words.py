"""What the log's action and field names are called: the one table of them, for the page and the CSV.

An action that is recorded somewhere and not listed here is found by a test. `{on}` stands for what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.report import AGENCY_KINDS
from services.people.model import Role
from services.people.programs import Scope
from services.workflow.table import State
from signing.verdicts import STATES as VERDICTS


@dataclass(frozen=True)
class Words:
    """An action as people call it, and the sentence that follows who did it."""

    label: str
    sentence: str


ACTIONS: Mapping[str, Words] = {
    "report.start": Words("新建报告", "新建了{on}"),
    "report.adopt": Words("归入机关", "把单机填报的{on}归到机关"),
    "report.save": Words("填写", "修改了{on}"),
    "report.restore": Words("恢复版本", "把{on}恢复到以前的版本"),
    "report.delete": Words("移到回收站", "把{on}移到回收站"),
    "report.undelete": Words("从回收站取回", "把{on}从回收站取回"),
    "report.open": Words("打开等待处理的报告", "打开了等待处理的{on}"),
    "report.assign": Words("指定经办人", "指定了{on}的经办人"),
    "report.submit": Words("送审", "将{on}送审"),
    "report.pass": Words("审核通过", "审核通过了{on}"),
    "report.approve": Words("批准定稿", "批准{on}定稿"),
    "report.record": Words("代录批准", "凭审签单扫描件代录了对{on}的批准"),
    "report.publish": Words("发布", "发布了{on}"),
    "report.return": Words("退回修改", "退回了{on}"),
    "report.withdraw": Words("撤回", "撤回了{on}"),
    "report.correct": Words("更正", "开始更正{on}"),
    "report.prepare": Words("生成待签文件", "生成了{on}的待签文件"),
    "report.sign": Words("签章", "给{on}签章"),
    "report.outside": Words("上传已签文件", "上传了{on}在别处签好的文件"),
    "report.unproven": Words("上传未能证实的文件", "上传了{on}未能证实的签章文件"),
    "report.bundle": Words("制作发布包", "制作了{on}的发布包"),
    "report.scan": Words("附审签单扫描件", "给{on}附上审签单扫描件"),
    "seal.keep": Words("保存印章图片", "为{on}的机关保存了印章图片"),
    "seal.drop": Words("删除印章图片", "删除了{on}的机关的印章图片"),
    "comment.add": Words("批注", "在{on}上批注"),
    "comment.resolve": Words("批注标为已解决", "把{on}的一条批注标为已解决"),
    "comment.reopen": Words("批注重新打开", "重新打开了{on}的一条批注"),
    "agency.make": Words("添加机关", "添加了机关{on}"),
    "agency.change": Words("更正机关资料", "更正了机关{on}的资料"),
    "agency.rename": Words("机关更名", "给机关{on}改名"),
    "agency.merge": Words("机关合并", "把机关{on}并入其他机关"),
    "agency.abolish": Words("撤销机关", "撤销了机关{on}"),
    "agency.export": Words("导出机关全部数据", "导出了机关{on}的全部数据"),
    "deadline.set": Words("规定截止日", "给机关{on}规定了截止日"),
    "deadline.clear": Words("取消规定的截止日", "取消了给机关{on}规定的截止日"),
    "directory.import": Words("导入机关和人员", "从工作簿导入了机关和人员"),
    "account.make": Words("添加人员", "添加了账号{on}"),
    "account.change": Words("更正人员资料", "更正了账号{on}的资料"),
    "account.roles": Words("改动角色", "改动了{on}的角色"),
    "account.disable": Words("停用账号", "停用了账号{on}"),
    "account.enable": Words("恢复账号", "恢复了账号{on}"),
    "account.delete": Words("删除账号", "删除了账号{on}"),
    "account.password.reset": Words("重新设置密码", "给{on}设置了新的初始密码"),
    "account.password.change": Words("更改密码", "更改了{on}的密码"),
    "account.totp.on": Words("启用动态口令", "启用了{on}的动态口令"),
    "account.totp.off": Words("停用动态口令", "停用了{on}的动态口令"),
    "account.totp.reset": Words("重置动态口令", "重置了{on}的动态口令，请本人重新启用"),
    "account.totp.without": Words("重置后不再启用", "在重置以后不再启用{on}的动态口令"),
    "account.recovery.make": Words("生成恢复码", "生成了{on}的一组恢复码"),
    "account.recovery.use": Words("使用恢复码", "用掉了{on}的一个恢复码"),
    "account.proof.refused": Words("密码核对失败", "要改动{on}的登录设置，填的密码不对"),
    "session.begin": Words("登录", "登录"),
    "session.refused": Words("登录失败", "以{on}登录，没有成功"),
    "session.barred": Words("操作被拒绝", "想做没有权限或不正常的事，被拒绝"),
    "session.end": Words("退出登录", "退出了{on}的一个登录"),
    "token.make": Words("生成令牌", "为{on}生成了程序用的令牌"),
    "token.end": Words("停用令牌", "停用了{on}的一个令牌"),
    "link.make": Words("生成首个管理员的链接", "生成了建立首个系统管理员的链接"),
    "reminder.send": Words("发出提醒邮件", "给{on}发出了提醒邮件"),
    "backup.make": Words("备份", "备份了全部数据"),
}

GROUPS: Mapping[str, str] = {
    "report": "报告", "seal": "印章", "comment": "批注", "agency": "机关", "deadline": "期限", "directory": "导入",
    "account": "人员", "session": "登录", "token": "令牌", "link": "安装", "reminder": "提醒", "backup": "备份",
}  # fmt: skip

# A field is looked up with its whole action first, then with the action's first word, then by itself.
FIELDS: Mapping[str, str] = {
    "account.name": "姓名",
    "token.name": "名称",
    "name": "全称",
    "login": "登录名",
    "unit": "单位、职务",
    "email": "电子邮箱",
    "administrator": "系统管理",
    "disabled": "已停用",
    "roles": "角色",
    "kind": "类型",
    "credit_code": "统一社会信用代码",
    "parent": "上级机关",
    "self_review": "可以自行审核",
    "merged_into": "并入",
    "since": "起始日期",
    "reason": "原因",
    "report.restore.version": "恢复到",
    "report.sign.state": "验证结果",
    "report.outside.state": "验证结果",
    "report.unproven.state": "验证结果",
    "report.scan.day": "签字日期",
    "day": "日期",
    "state": "状态",
    "version": "版本",
    "self_reviewed": "自行审核",
    "year": "年度",
    "agency": "机关",
    "file": "文件的 SHA-256",
    "signer": "签名人",
    "signed": "已签章",
    "seal": "印章图片的 SHA-256",
    "mm": "直径（毫米）",
    "reasons": "未能证实的原因",
    "approver": "签字的领导",
    "session.begin.code": "第二重验证",
    "code": "校验码",
    "text": "内容",
    "deadline.below": "用于下属机关",
    "deadline.month": "月",
    "deadline.day": "日",
    "changes": "改动（处）",
    "people": "新增人员",
    "browser": "浏览器",
    "refusal": "原因",
    "session.barred.endpoint": "想用的功能",
    "session.barred.status": "答复",
    "ended": "同时退出的其他登录",
    "left": "剩余的恢复码",
    "codes": "恢复码（个）",
    "scope": "权限",
    "days": "有效期（天）",
    "tasks": "待办（件）",
    "report.assign.filler": "填报经办人",
    "report.assign.reviewer": "审核经办人",
    "report.assign.approver": "批准经办人",
}

# Numbers by which the database finds things say nothing to people; the CSV has them.
UNSHOWN = frozenset(
    {"session", "token", "comment", "place", "section", "into", "purpose", "closed", "method", "comment.parent",
     "report.prepare.kind", "report.prepare.state", "report.sign.kind", "report.outside.kind", "report.unproven.kind"}
)  # fmt: skip

VALUES: Mapping[str, Mapping[str, str]] = {
    "state": {state.value: state.label for state in State},
    "kind": AGENCY_KINDS,
    "scope": {scope.value: scope.label for scope in Scope},
    "refusal": {
        "SignInRefused": "登录名或密码不对，或账号不能用",
        "CodeNeeded": "还没有填动态口令",
        "CodeRefused": "动态口令或恢复码不对",
    },
    "role": {role.value: role.label for role in Role},
    "verdict": VERDICTS,
}


def label_of(action: str) -> str:
    """What an action is called; its code where nobody named it."""
    return ACTIONS[action].label if action in ACTIONS else action


def named(table: Mapping[str, str] | frozenset[str], action: str, field: str) -> str:
    """The key of a table that a field of an action is found under, empty if none."""
    keys = (f"{action}.{field}", f"{action.partition('.')[0]}.{field}", field)
    return next((key for key in keys if key in table), "")
