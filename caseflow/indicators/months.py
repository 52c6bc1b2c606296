"""A month of the count: its facts, read once, and what every table says of it."""

from dataclasses import dataclass
from datetime import date

from caseflow.indicators.facts import COLUMNS
from caseflow.indicators.grains import DAYS_COUNTED_BY, Grain, listed
from caseflow.indicators.models import Fact
from caseflow.indicators.staging import run, stage

FACTS = "facts_of_the_month"


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    last: date

    @property
    def during(self) -> str:
        """A condition on a day, which stands as `{day}`."""
        return f"{{day}} BETWEEN DATE '{self.first}' AND DATE '{self.last}'"

    @property
    def rows(self) -> str:
        """The condition on rows of the tables."""
        return self.during.format(day="day")

    def stage(self) -> None:
        """Facts of which anything is counted in the month, until the transaction ends.

        The tables ask for them half a hundred times: by each day and each office.
        """
        stage(FACTS, Fact, COLUMNS, ())
        columns = listed(COLUMNS)
        some = " OR ".join(self.during.format(day=day) for day in DAYS_COUNTED_BY)
        run(
            f"INSERT INTO {FACTS} ({columns})"
            f" SELECT {columns} FROM {Fact._meta.db_table} WHERE {some}"
        )

    def counted(self, grain: Grain) -> str:
        """The query for what the table should say of the month, once that is staged."""
        return grain.counted(FACTS if grain.source is Fact else "", self.during)
