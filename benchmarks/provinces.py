"""Provinces of different size but of one shape, each with its files, facts and tallies."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from benchmarks import catalogue, facts, files
from benchmarks.databases import Connection, Databases, vacuum
from benchmarks.sizes import Size
from caseflow.indicators import rebuilding

Province = Callable[[], AbstractContextManager[Connection]]


def few_files(clones: Databases, size: Size) -> Province:
    return of_size(clones, size.few_files, size.procedures)


def many_files(clones: Databases, size: Size) -> Province:
    return of_size(clones, size.many_files, size.procedures)


def of_size(clones: Databases, count: int, procedures: int) -> Province:
    return partial(clones.used, f"files_{count}", fill=partial(fill, count, procedures))


def fill(count: int, procedures: int) -> None:
    catalogue.fill(procedures)
    files.fill(count)
    facts.fill()
    vacuum()
    rebuilding.recount()
    vacuum()
