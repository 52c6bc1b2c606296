from functools import lru_cache

from procedures.models import ProcedureVersion

OF_TIME = (
    "state",
    "limit_amount",
    "limit_unit",
    "limit_cutoff",
    "supplement_policy",
    "after_payment_days",
)


@lru_cache(maxsize=4096)
def rules_of(version_id: int) -> ProcedureVersion:
    """The time limit of a version under which cases were filed; such a version never changes."""
    return ProcedureVersion.objects.only(*OF_TIME).get(pk=version_id)
