"""What programs send: read as JSON with exact numbers, held against the very schema that the description shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, TypeVar

import msgspec
from flask import g, request
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from msgspec import Meta

from report.errors import ReportError
from report.json_input import brief, parse_json, some
from services.workflow.acting import MOST_REASON
from web.api.operations import JSON, OPERATIONS, Parameter
from web.api.problems import KINDS, MOST_ERRORS, Refused

MOST_EXPLANATION = 2_000
Body = TypeVar("Body", bound=msgspec.Struct)
TYPES = {"object": "对象", "array": "列表", "string": "文本", "integer": "整数", "boolean": "true 或 false"}
NOT_FIT = "请求体有 {number} 处不符合接口说明，什么都没有做。"
BAD_PARAMETER = "参数 {name}：{fault}"


class NewReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report to begin: blank for a year, or as a file of record has it."""

    agency: Annotated[str, Meta(description="机关编号，见 GET /agencies", min_length=1, max_length=64)]
    year: Annotated[int | None, Meta(description="报告年度，空白报告用")] = None
    report: Annotated[dict[str, Any] | None, Meta(description="年报数据文件，见 docs/file-format.md")] = None


class StepBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a step needs besides its name."""

    reason: Annotated[str, Meta(description="退回、更正须写明原因", max_length=MOST_REASON)] = ""
    unsigned: Annotated[bool, Meta(description="发布时：不签章发布")] = False


class ExplanationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A 说明 of a finding."""

    finding: Annotated[str, Meta(description="审核结果里的 key", min_length=1, max_length=500)]
    text: Annotated[str, Meta(description="说明；空为撤回", max_length=MOST_EXPLANATION)]


def prepare() -> None:
    """Look at query and headers, and bound the body, before anything else of a request that was let in."""
    declared = OPERATIONS[request.endpoint or ""]
    request.max_content_length = declared.most_bytes
    queries, headers = ([p for p in declared.parameters if p.place == place] for place in ("query", "header"))
    strangers = [name for name in request.args if name not in {p.name for p in queries}]
    faults = [BAD_PARAMETER.format(name=brief(name), fault="没有这个参数") for name in strangers]
    g.query, wrong = _read_all(queries, request.args.getlist)
    faults += wrong + _read_all(headers, request.headers.getlist)[1]
    if faults:
        raise Refused("malformed", faults[0], errors=faults)


def query() -> dict[str, Any]:
    """The parameters of the query as declared, by name; absent ones left out."""
    found: dict[str, Any] = g.query
    return found


def read_json() -> Any:
    """The body as JSON. Refused if it is none, of another type, or too large."""
    if request.mimetype != JSON:
        raise Refused("media-type", KINDS["media-type"].meaning)
    try:
        return parse_json(request.get_data())
    except ReportError as error:
        raise Refused("malformed", str(error), errors=error.problems) from error


def read_body(kind: type[Body]) -> Body:
    """The body as declared. Refused with every fault of it."""
    content = read_json()
    faults = [_fault(error) for error in _validator(kind).iter_errors(content)][:MOST_ERRORS]
    if faults:
        told = faults[0] if len(faults) == 1 else NOT_FIT.format(number=len(faults))
        raise Refused("invalid", told, errors=faults)
    return msgspec.convert(content, kind)


def _read_all(declared: list[Parameter], given: Callable[[str], list[str]]) -> tuple[dict[str, Any], list[str]]:
    """The values of parameters by name, absent ones left out, and what is wrong with them."""
    found: dict[str, Any] = {}
    faults = []
    for parameter in declared:
        texts = given(parameter.name)
        if len(texts) > 1:
            faults.append(BAD_PARAMETER.format(name=parameter.name, fault="只能写一次"))
        elif texts:
            found[parameter.name], fault = _read(parameter, texts[0])
            faults += [BAD_PARAMETER.format(name=parameter.name, fault=fault)] if fault else []
    return found, faults


def _read(parameter: Parameter, text: str) -> tuple[Any, str]:
    """A parameter's value and what is wrong with it, empty if nothing is."""
    value: Any = text
    if parameter.schema.get("type") == "integer":
        plain = text.isascii() and text.isdigit() and len(text) < 10
        value = int(text) if plain else text
    error = next(Draft202012Validator(parameter.schema).iter_errors(value), None)
    return value, _sentence(error) if error else ""


@lru_cache
def _validator(kind: type[msgspec.Struct]) -> Draft202012Validator:
    return Draft202012Validator(msgspec.json.schema(kind))


def _fault(error: ValidationError) -> str:
    where = ".".join(brief(str(part)) for part in error.absolute_path)
    return f"{where or '请求体'}：{_sentence(error)}"


def _sentence(error: ValidationError) -> str:
    """What is wrong, in Chinese."""
    rule: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "type":
            return f"应为{TYPES.get(rule, str(rule))}"
        case "required":
            return f"缺少 {some(name for name in rule if name not in instance)}"
        case "additionalProperties":
            schema: Any = error.schema
            return f"不认识的键：{some(name for name in instance if name not in schema['properties'])}"
        case "enum":
            return f"应为 {some(map(str, rule), 20)} 之一"
        case "maxLength" | "maximum":
            return f"不能超过 {rule}{' 字' if error.validator == 'maxLength' else ''}"
        case "minLength" | "minimum":
            return f"不能少于 {rule}{' 字' if error.validator == 'minLength' else ''}"
        case "anyOf":
            return "内容的类型不对"
        case "pattern":
            return "写法不对"
    return "不符合接口说明"
