from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

from caseflow.repeated import Repeated

Row = TypeVar("Row", bound=models.Model)


class Compiled(Generic[Row]):
    """The one row of a key, by a query whose SQL this process writes only once.

    For a question of every request: the ORM takes longer to write a join of wide tables than
    PostgreSQL to answer it. The key must be the only parameter of `rows`.
    """

    def __init__(self, rows: Callable[[Any], models.QuerySet[Row]]) -> None:
        self.rows = rows
        self.plan: Plan[Row] | None = None

    def __call__(self, key: str | int) -> Row | None:
        self.plan = self.plan or Plan(self.rows(key))
        with connection.cursor() as cursor:
            cursor.execute(self.plan.sql, [key])
            found = cursor.fetchone()
        return None if found is None else self.plan.build(found)


class Plan(Generic[Row]):
    def __init__(self, rows: models.QuerySet[Row]) -> None:
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        if len(parameters) != 1:
            raise ValueError(f"One parameter expected: {sql}")
        self.sql = Repeated(sql)
        described: Any = compiler.klass_info
        self.model: type[Row] = described["model"]
        columns = described["select_fields"]
        self.own = slice(columns[0], columns[-1] + 1)
        select: Any = compiler.select
        self.converters = compiler.get_converters(column for column, _sql, _alias in select)
        self.convert = compiler.apply_converters
        self.names = [column.target.attname for column, _sql, _alias in select[self.own]]
        self.related = get_related_populators(described, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of Django 6

    def build(self, found: tuple[Any, ...]) -> Row:
        if self.converters:
            found = tuple(*self.convert([found], self.converters))
        row = self.model.from_db(DEFAULT_DB_ALIAS, self.names, found[self.own])
        for populator in self.related:
            populator.populate(found, row)
        return row
