"""What codes in the log mean here: offices, procedures, and the rules of their versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, OuterRef

from caseflow.centers.models import Agency
from procedures.models import Fee, Procedure, ProcedureVersion


@dataclass(frozen=True, slots=True)
class Reference:
    """Read once for many chains; a version in use never changes."""

    offices: Mapping[str, int]
    #: The agency to which an office belongs, by the office's code.
    behind: Mapping[str, str | None]
    procedures: Mapping[str, int]
    #: Online level, and whether there is a fee, by procedure code and version number.
    versions: Mapping[tuple[str, int], tuple[str, bool]]

    @classmethod
    def load(cls) -> Self:
        offices = Agency.objects.values_list("code", "pk", "parent__code")
        has_fee = Exists(Fee.objects.filter(version=OuterRef("pk"), amount__gt=0))
        versions = ProcedureVersion.objects.annotate(has_fee=has_fee).values_list(
            "procedure__code", "number", "online_level", "has_fee"
        )
        return cls(
            offices={code: pk for code, pk, _parent in offices},
            behind={code: parent for code, _pk, parent in offices},
            procedures=dict(Procedure.objects.values_list("code", "pk")),
            versions={
                (code, number): (level, has_fee) for code, number, level, has_fee in versions
            },
        )
