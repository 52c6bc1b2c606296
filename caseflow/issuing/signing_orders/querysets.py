from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from caseflow.applications.actors import Actor
from caseflow.issuing.states import OrderState

if TYPE_CHECKING:
    from caseflow.issuing.signing_orders.models import (  # noqa: F401
        SigningOrder,
        SigningPolicy,
    )


class SigningPolicyQuerySet(models.QuerySet["SigningPolicy"]):
    def in_force(self, agency: int) -> "SigningPolicy | None":
        return self.filter(agency=agency).order_by("-pk").first()


class SigningOrderQuerySet(models.QuerySet["SigningOrder"]):
    def waiting(self) -> Self:
        return self.filter(state=OrderState.WAITING)

    def addressed_to(self, actor: Actor) -> Self:
        """Decided in the actor's own name, or in that of a leader who delegated to them today."""
        addressed = Q(leader=actor.account, agency__in=actor.office_ids)
        for mandate in actor.mandates:
            addressed |= Q(leader=mandate.leader_id, agency=mandate.agency_id)
        return self.filter(addressed)

    def for_display(self) -> Self:
        """With what a line of the inbox names."""
        return self.select_related(
            "application__procedure", "application__procedure_version", "leader", "agency"
        ).defer(
            "sheet",
            "application__form",
            "application__procedure_version__raw",
            "application__procedure_version__form_schema",
            "application__procedure_version__form_example",
        )

    def longest_waiting_first(self) -> Self:
        return self.order_by("opened_at", "pk")
