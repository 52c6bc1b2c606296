from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Periods that tile the year. Communes are told by the month, procedures by the quarter."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")


class Table(TextChoices):
    """What the lines of a publication are about."""

    TOTAL = "total", _("province")
    PLACE = "place", _("commune")
    PROCEDURE = "procedure", _("procedure")


#: Which table a period of this kind divides its total into. No file is told twice by line, so no
#: line can be had by taking periods from each other.
TABLE_OF: dict[Kind, Table] = {Kind.MONTH: Table.PLACE, Kind.QUARTER: Table.PROCEDURE}
MONTHS_OF: dict[Kind, int] = {Kind.MONTH: 1, Kind.QUARTER: 3}
