"""The part of Jinja that a template may use, checked on the syntax tree before anything runs.

What is not listed here is refused with its line: no assignment, arithmetic, filters, tests, macros,
includes, literals of lists, nor any attribute but a row's field. So a template can neither reach
the machine nor grow without bound, and every figure and row that it asks for is known beforehand.
The sandbox below it is a second wall, not the first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bihuan.documents.template.faults import Fault, TemplateFaults
from bihuan.documents.template.lines import tags_alone
from bihuan.documents.template.marks import without_marks

MOST_CHARACTERS = 200_000
DEEPEST = 12
LOOP_FIELDS = frozenset({"index", "first", "last"})
WORDING = frozenset(
    {"qualifier", "magnitude", "significant", "decimals", "numerals", "rounded_to", "tolerance"}
)
FIGURE_KEYS = WORDING | {"unit", "period"}
ROWS_KEYS = frozenset({"unit", "period", "limit", "order"})


@dataclass(frozen=True)
class FigureUse:
    """A figure asked for: by code or label; unit and period where they are written out."""

    name: str
    line: int
    unit: str | None = None
    period: str | None = None
    is_dynamic: bool = False


@dataclass
class RowsUse:
    """Rows asked for: the source, the fields that select them, and the fields written of them."""

    source: str
    line: int
    selected_by: tuple[str, ...] = ()
    fields: dict[str, int] = field(default_factory=dict)


@dataclass
class Program:
    """A checked text: its rewritten tree and all that it asks for."""

    tree: nodes.Template
    figures: list[FigureUse] = field(default_factory=list)
    rows: list[RowsUse] = field(default_factory=list)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without globals, filters and tests; only a row's field and a loop's place are read."""

    def __init__(self, finalize: Callable[[Any], str]) -> None:
        super().__init__(autoescape=False, finalize=finalize, keep_trailing_newline=True)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read a row's field; raises SecurityError for anything else."""
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        read = getattr(type(obj), "field_for_template", None)
        if read is None or attribute.startswith("_"):
            raise SecurityError(attribute)
        return read(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ARG002
        """Refuse: subscripts are not part of the language."""
        raise SecurityError(str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow the two functions of the language and a row's field only."""
        return getattr(obj, "is_for_templates", False) is True


_PARSER = Sandbox(finalize=str)


def parse(text: str) -> Program:
    """Read and check the text of a template; raises TemplateFaults with every fault."""
    return check(tags_alone(without_marks(text)))


def check(text: str) -> Program:
    """Read and check a text whose marks were set by the caller; raises TemplateFaults."""
    if len(text) > MOST_CHARACTERS:
        raise TemplateFaults([Fault(1, _("模板太长，请分成几个公文。"))])
    try:
        tree = _PARSER.parse(text)
        checker = _Checker(Program(tree))
        checker.body(tree.body, {}, 0)
    except TemplateSyntaxError as error:
        said = _("模板写法有误（%(why)s），请检查大括号和 if、for 是否成对。") % {
            "why": error.message
        }
        raise TemplateFaults([Fault(error.lineno, said)]) from error
    except RecursionError as error:
        raise TemplateFaults([Fault(1, _("模板嵌套太深，请简化。"))]) from error
    if checker.faults:
        raise TemplateFaults(checker.faults)
    return checker.program


def parse_fault(text: str) -> str:
    """Return why a text cannot be parsed, "" where it can; what it says is not checked."""
    try:
        _PARSER.parse(text)
    except TemplateSyntaxError as error:
        return error.message or ""
    except RecursionError:
        return _("嵌套太深")
    return ""


class _Checker:
    """Walks the tree once: refuses what is not in the language, rewrites names as figures."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.faults: list[Fault] = []

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))

    def body(self, body: list[Any], bound: dict[str, RowsUse], depth: int) -> None:
        """Check statements; `bound` maps the names of loops to the rows that they go over."""
        for node in body:
            if depth > DEEPEST:
                self.fault(node.lineno, _("if 和 for 嵌套太深，请简化。"))
            elif isinstance(node, nodes.Output):
                node.nodes = [self.printed(each, bound) for each in node.nodes]
            elif isinstance(node, nodes.If):
                self.if_(node, bound, depth)
            elif isinstance(node, nodes.For):
                self.for_(node, bound, depth)
            else:
                self.fault(node.lineno, _("模板里只能用 if 和 for，请删去这一处。"))

    def if_(self, node: nodes.If, bound: dict[str, RowsUse], depth: int) -> None:
        node.test = self.value(node.test, bound)
        self.body(node.body, bound, depth + 1)
        self.body(list(node.elif_), bound, depth + 1)
        self.body(node.else_, bound, depth + 1)

    def for_(self, node: nodes.For, bound: dict[str, RowsUse], depth: int) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name):
            self.fault(node.lineno, _('循环应写作“for 名称 in rows("台账代码")”。'))
            return
        use = self.rows(node.iter, bound)
        if use is None:
            self.fault(node.lineno, _('循环只能用于 rows("台账代码") 列出的记录。'))
            return
        inner = {**bound, node.target.name: use}
        if node.test is not None:
            node.test = self.value(node.test, inner)
        self.body(node.body, {**inner, "loop": use}, depth + 1)
        self.body(node.else_, bound, depth + 1)

    def printed(self, node: Any, bound: dict[str, RowsUse]) -> Any:
        """Check one thing that is printed: words of the template, a figure or a row's field."""
        if isinstance(node, nodes.TemplateData):
            return node
        if isinstance(node, nodes.Call) and getattr(node.node, "name", "") == "rows":
            self.fault(node.lineno, _("记录不能整条打印，请用 for 循环写出字段。"))
            return node
        return self.value(node, bound)

    def value(self, node: Any, bound: dict[str, RowsUse]) -> Any:
        """Check an expression and return it with its figures rewritten as calls with their line."""
        if isinstance(node, nodes.Const):
            return node
        if isinstance(node, nodes.Name | nodes.Call | nodes.Getattr):
            return self.thing(node, bound)
        if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const):
            return node
        if isinstance(node, nodes.Compare):
            node.expr = self.value(node.expr, bound)
            for operand in node.ops:
                if operand.op in ("in", "notin"):
                    self.fault(node.lineno, _("条件里不能用 in，请逐个比较。"))
                operand.expr = self.value(operand.expr, bound)
            return node
        if isinstance(node, nodes.And | nodes.Or):
            node.left, node.right = self.value(node.left, bound), self.value(node.right, bound)
            return node
        if isinstance(node, nodes.CondExpr):
            node.test, node.expr1 = self.value(node.test, bound), self.value(node.expr1, bound)
            node.expr2 = None if node.expr2 is None else self.value(node.expr2, bound)
            return node
        if isinstance(node, nodes.Not):
            node.node = self.value(node.node, bound)
            return node
        self.fault(
            node.lineno,
            _("这里的写法不在模板语言之内：不能计算、赋值或用过滤器。要算的数请定义为数据。"),
        )
        return node

    def thing(self, node: Any, bound: dict[str, RowsUse]) -> Any:
        """Check a figure, a row's field, or rows."""
        if isinstance(node, nodes.Getattr):
            return self.field(node, bound)
        if isinstance(node, nodes.Name):
            if node.name in bound:
                self.fault(
                    node.lineno,
                    _("“%(name)s”是一条记录，请写出字段，如“%(name)s.名称”。")
                    % {"name": node.name},
                )
            return self.figure(node, node.name, [])
        if isinstance(node.node, nodes.Getattr):
            node.node = self.field(node.node, bound)
            node.kwargs = self.keywords(node, WORDING, bound)
            return self.without_extras(node, 0)
        if not isinstance(node.node, nodes.Name) or node.node.name in bound:
            self.fault(node.lineno, _("这里不能加括号调用，请只写数据的名称。"))
            return node
        if node.node.name == "rows":
            if self.rows(node, bound) is None:
                self.fault(node.lineno, _('rows 的第一项应是台账代码，如 rows("roads")。'))
            return node
        keywords = self.keywords(node, FIGURE_KEYS, bound)
        if node.node.name != "figure":
            return self.figure(self.without_extras(node, 0), node.node.name, keywords)
        named = node.args[0] if len(node.args) == 1 else None
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            self.fault(node.lineno, _('figure 里应写一个数据的名称，如 figure("建成村级公路")。'))
            return node
        return self.figure(self.without_extras(node, 1), named.value, keywords)

    def figure(self, node: Any, name: str, keywords: list[nodes.Keyword]) -> nodes.Call:
        written = {
            word.key: word.value.value if isinstance(word.value, nodes.Const) else None
            for word in keywords
            if word.key in ("unit", "period")
        }
        texts = {key: None if value is None else str(value) for key, value in written.items()}
        dynamic = any(value is None for value in written.values())
        use = FigureUse(name, node.lineno, texts.get("unit"), texts.get("period"), dynamic)
        self.program.figures.append(use)
        return _call("figure", name, keywords, node.lineno)

    def rows(self, node: Any, bound: dict[str, RowsUse]) -> RowsUse | None:
        """Check a call of `rows` in place; None where it is none."""
        if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
            return None
        named = node.args[0] if len(node.args) == 1 else None
        if node.node.name != "rows" or not isinstance(named, nodes.Const):
            return None
        node.kwargs = self.keywords(node, None, bound)
        self.without_extras(node, 1)
        selected = tuple(word.key for word in node.kwargs if word.key not in ROWS_KEYS)
        use = RowsUse(str(named.value), node.lineno, selected)
        number = nodes.Keyword("use", nodes.Const(len(self.program.rows), lineno=node.lineno))
        node.kwargs.append(number)
        self.program.rows.append(use)
        return use

    def field(self, node: nodes.Getattr, bound: dict[str, RowsUse]) -> nodes.Getattr:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if node.attr.startswith("_") or name not in bound:
            self.fault(node.lineno, _("只有循环里的记录才能取字段，如 road.name。"))
        elif name == "loop":
            if node.attr not in LOOP_FIELDS:
                self.fault(node.lineno, _("loop 只有 index、first 和 last。"))
        else:
            bound[name].fields.setdefault(node.attr, node.lineno)
        return node

    def keywords(
        self, node: nodes.Call, known: frozenset[str] | None, bound: dict[str, RowsUse]
    ) -> list[nodes.Keyword]:
        for word in node.kwargs:
            if known is not None and word.key not in known:
                said = _("不认识“%(key)s”，可用的有：%(known)s。")
                listed = "、".join(sorted(known))
                self.fault(node.lineno, said % {"key": word.key, "known": listed})
            if known is None and word.key in ("use", "line"):
                self.fault(node.lineno, _("“%(key)s”不能用作条件。") % {"key": word.key})
            if isinstance(word.value, nodes.Getattr):
                self.field(word.value, bound)
            elif not isinstance(word.value, nodes.Const | nodes.Neg):
                self.fault(node.lineno, _("括号里只能写文字、数字或记录的字段。"))
        return list(node.kwargs)

    def without_extras(self, node: nodes.Call, arguments: int) -> nodes.Call:
        if len(node.args) > arguments or node.dyn_args is not None or node.dyn_kwargs is not None:
            self.fault(node.lineno, _('括号里的各项要写明名称，如 unit="zhulin"。'))
        return node


def _call(function: str, name: str, keywords: list[nodes.Keyword], line: int) -> nodes.Call:
    """Return a call of one of the language's functions that knows its line."""
    mark = nodes.Keyword("line", nodes.Const(line, lineno=line), lineno=line)
    return nodes.Call(
        nodes.Name(function, "load", lineno=line),
        [nodes.Const(name, lineno=line)],
        [*keywords, mark],
        None,
        None,
        lineno=line,
    )
