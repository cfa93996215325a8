"""Every error of the package, in Chinese and in English (错误).

::

    ShuangsuijiError
    ├── InvalidValueError (ValueError)      one field, one rule, one value
    │   ├── InvalidIdentifierError          统一社会信用代码、注册号、其他标识
    │   └── InvalidRatioError               比例、上限
    ├── NotADayError (TypeError)            a day is asked for, and something else is given
    ├── UnannouncedError (LookupError)      a term runs into a year whose notice has not come
    ├── InvalidFormError (ValueError)       bytes of a sheet or a table of SSJ-1
    ├── InvalidJsonError (ValueError)       a JSON text, every fault with its path
    ├── DuplicateError (ValueError)         the same id twice
    ├── UnknownNameError (LookupError)      nothing of that name
    ├── LawError (ValueError)               a rule of the law, with its clause
    │   ├── RatioAboveCapError              二（二）一般检查事项
    │   ├── YearlyCapError                  二（二）, over the draws of a year
    │   └── LooserRuleError                 a lower rule book may only tighten
    ├── BrokenChainError (ValueError)       a record that does not follow from the one before
    ├── RefusedRevealError (ValueError)     codes or beacon that the commitment does not name
    ├── UnsupportedError                    a part of SSJ-1 that this version cannot carry out
    ├── InfeasibleMatchingError (ValueError) seats that nobody can take, with the certificate
    ├── BundleError (OSError)               a folder that cannot be read or written
    ├── StoreError (OSError)                a file that is no store of dossiers, or cannot be used as one
    ├── UnfairError (AssertionError)        a sampler that does not give equal objects equal chances
    └── MissingExtraError (ImportError)     an optional dependency that is not installed

The message is the Chinese line, then the English one; ``code`` is stable, ``params`` are the values that it names.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BrokenChainError",
    "BundleError",
    "DuplicateError",
    "InfeasibleMatchingError",
    "InvalidFormError",
    "InvalidIdentifierError",
    "InvalidJsonError",
    "InvalidRatioError",
    "InvalidValueError",
    "LawError",
    "LooserRuleError",
    "MissingExtraError",
    "NotADayError",
    "RatioAboveCapError",
    "RefusedRevealError",
    "ShuangsuijiError",
    "StoreError",
    "UnannouncedError",
    "UnfairError",
    "UnknownNameError",
    "UnsupportedError",
    "YearlyCapError",
]


_LONG = 1024


class ShuangsuijiError(Exception):
    """Root of all errors of the package (错误)."""

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "{problem_zh}"
    en: ClassVar[str] = "{problem}"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.zh_line}\n{self.en_line}")

    @property
    def zh_line(self) -> str:
        """The Chinese line of the message."""
        return self._line(self.zh)

    @property
    def en_line(self) -> str:
        """The English line of the message."""
        return self._line(self.en)

    def _line(self, template: str) -> str:
        """Return the message on one line, so that no value can forge a further one."""
        shown = template.format(**{name: _shown(value) for name, value in self.params.items()})
        return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in shown)

    def __reduce__(self) -> tuple[object, tuple[type[ShuangsuijiError], dict[str, object]]]:
        return _rebuild, (type(self), self.params)


def _shown(value: object) -> object:
    """Return what a message shows of a value: Python refuses to print integers of thousands of digits."""
    return f"{value.bit_length()} bits" if isinstance(value, int) and value.bit_length() > _LONG else value


def _rebuild(kind: type[ShuangsuijiError], params: dict[str, object]) -> ShuangsuijiError:
    return kind(**params)


class InvalidValueError(ShuangsuijiError, ValueError):
    """A value breaks the rule of its field (值不合规则)."""

    code = "value.invalid"
    zh = "{field}：{rule_zh}；实际为 {value!r}"
    en = "{field}: {rule}; got {value!r}"


class InvalidIdentifierError(InvalidValueError):
    """A code is not a valid identifier (标识不合规则)."""

    code = "value.identifier"


class InvalidRatioError(InvalidValueError):
    """A ratio is not an exact fraction within its bounds (比例不合规则)."""

    code = "value.ratio"


class NotADayError(ShuangsuijiError, TypeError):
    """A day is asked for, and something else is given (不是日期)."""

    code = "value.day"
    zh = "{field}：须为 datetime.date，不接受 {kind}；{hint_zh}"
    en = "{field}: must be a datetime.date, not {kind}; {hint}"


class UnannouncedError(ShuangsuijiError, LookupError):
    """A term runs into a year whose notice on holidays has not come (节假日安排尚未公布)."""

    code = "workdays.unannounced"
    zh = "{field}：{year} 年节假日安排尚未公布，工作日历只到 {through}"
    en = "{field}: the notice for {year} has not come; the calendar is announced through {through}"


class InvalidFormError(ShuangsuijiError, ValueError):
    """Bytes of a file do not have the form that SSJ-1 §3 gives them (文件格式不符)."""

    code = "form"
    zh = "{file}：{rule_zh}（{where}）"
    en = "{file}: {rule} ({where})"

    @property
    def check(self) -> str:
        """The code of the check that failed, such as ``form.bom``."""
        return str(self.params["check"])


class InvalidJsonError(ShuangsuijiError, ValueError):
    """A JSON text does not hold the value it should (JSON 内容不合规则).

    ``params["problems"]`` lists ``(path, zh, en)``, all of them.
    """

    code = "json"
    zh = "{kind}：{shown_zh}"
    en = "{kind}: {shown}"


class DuplicateError(ShuangsuijiError, ValueError):
    """The same id stands twice where it may stand once (重复)."""

    code = "duplicate"
    zh = "{field}：{value!r} 重复出现；每个标识只能出现一次（区分大小写字母与否均如此）"
    en = "{field}: {value!r} occurs twice; an id may occur once, upper and lower case counted as the same"


class UnknownNameError(ShuangsuijiError, LookupError):
    """Nothing of that name is known (查无此名)."""

    code = "name.unknown"
    zh = "{field}：没有 {value!r}；可用：{known}"
    en = "{field}: no {value!r}; known: {known}"


class LawError(ShuangsuijiError, ValueError):
    """A value breaks a rule of the law; the message cites the clause (违反规定)."""

    code = "law"
    zh = "{field}：{rule_zh}；实际为 {value}（依据 {clause}）"
    en = "{field}: {rule}; got {value} (clause {clause})"


class RatioAboveCapError(LawError):
    """A ratio lies above the cap of a GENERAL item (抽查比例超过上限)."""

    code = "law.ratio_above_cap"


class YearlyCapError(LawError):
    """The draws of one year would carry an item over its cap (全年累计超过上限)."""

    code = "law.yearly_cap"


class LooserRuleError(LawError):
    """A lower rule book would loosen a rule of a higher one (下级规则放宽上级规则)."""

    code = "law.looser"


class BrokenChainError(ShuangsuijiError, ValueError):
    """A record does not follow from the one before it (前后记录不衔接)."""

    code = "chain.broken"
    zh = "{link}：{rule_zh}；应为 {expected}，实际为 {value}"
    en = "{link}: {rule}; expected {expected}, got {value}"


class RefusedRevealError(ShuangsuijiError, ValueError):
    """A reveal does not open the commitment (揭示与锁定不符)."""

    code = "reveal.refused"
    zh = "{field}：{rule_zh}；实际为 {value!r}"
    en = "{field}: {rule}; got {value!r}"


class InfeasibleMatchingError(ShuangsuijiError, ValueError):
    """Seats that nobody can take, and why (无法匹配).

    ``params["shortages"]`` holds the certificates: each is checked by counting.
    """

    code = "matching.infeasible"
    zh = "{field}：人员不足，无法匹配：{shown_zh}"
    en = "{field}: not enough inspectors: {shown}"


class UnsupportedError(ShuangsuijiError):
    """A part of SSJ-1 that this version cannot carry out (本版本尚不支持)."""

    code = "unsupported"
    zh = "{field}：本版本尚不能执行 {value!r}"
    en = "{field}: this version cannot carry out {value!r} yet"


class BundleError(ShuangsuijiError, OSError):
    """A folder or file cannot be read or written as a bundle (文件夹不可用)."""

    code = "bundle"
    zh = "{path}：{rule_zh}"
    en = "{path}: {rule}"

    @classmethod
    def because(cls, path: object, error: OSError, rule_zh: str, rule: str) -> BundleError:
        """Return the error for what the system said of a path, such as 无法读取, cannot be read."""
        return cls(path=path, rule_zh=f"{rule_zh}：{error.strerror}", rule=f"{rule}: {error.strerror}")


class StoreError(ShuangsuijiError, OSError):
    """A file is no store of dossiers, or cannot be used as one (案卷库不可用)."""

    code = "store"
    zh = "{path}：{rule_zh}"
    en = "{path}: {rule}"


class UnfairError(ShuangsuijiError, AssertionError):
    """A sampler does not give equal objects equal chances (抽取不公平).

    ``params["chances"]`` holds the exact chance of every id, where the check has worked them out; else it is empty.
    """

    code = "unfair"
    zh = "{subject}：{rule_zh}；{shown_zh}"
    en = "{subject}: {rule}; {shown}"


class MissingExtraError(ShuangsuijiError, ImportError):
    """An optional dependency is not installed (缺少可选依赖)."""

    code = "extra.missing"
    zh = "{feature} 需要 {package}：请运行 pip install 'shuangsuiji[{extra}]'"
    en = "{feature} needs {package}: run pip install 'shuangsuiji[{extra}]'"
