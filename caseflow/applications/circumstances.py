"""What is known of a filing beside what was sent; mostly nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseflow.applications import helping
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Circumstances, HelperSession
from caseflow.centers import counter_devices
from caseflow.centers.models import CounterDevice


@dataclass(frozen=True, slots=True)
class Extra:
    """What the sender says of the filing, and what cookie and code say of the sender."""

    declared_channel: str = ""
    declared_assistance: str = ""
    device: CounterDevice | None = None
    session: HelperSession | None = None

    def hold(self, *, at: datetime) -> None:
        """Before the case is written, in its transaction."""
        if self.session:
            helping.hold(self.session, at=at)

    def keep(self, case: Application) -> None:
        """Beside the case, in its transaction; a declaration that is simply true needs no row."""
        if self.session:
            helping.use(self.session, case)
        said = (self.declared_channel or case.channel, self.declared_assistance or case.assistance)
        if self.device or said != (case.channel, case.assistance):
            Circumstances.objects.create(
                application=case,
                declared_channel=self.declared_channel,
                declared_assistance=self.declared_assistance,
                device=self.device,
            )

    def facts(self) -> dict[str, Any]:
        """For the chain; without a key for what is not there."""
        found: dict[str, Any] = {
            "declared_channel": self.declared_channel,
            "declared_assistance": self.declared_assistance,
            "device": self.device and {"id": self.device.pk, "center": self.device.center.code},
            "help": self.session and helping.facts(self.session),
        }
        return {name: value for name, value in found.items() if value}


def of_filing(
    *,
    actor: Actor,
    at: datetime,
    channel: str = "",
    assistance: str = "",
    device: int | None = None,
    session: UUID | None = None,
) -> Extra:
    """No query unless a cookie of a counter or a helper's session came along."""
    return Extra(
        declared_channel=channel,
        declared_assistance=assistance,
        device=counter_devices.in_use(device) if device else None,
        session=helping.session_for_filing(session, actor=actor, at=at) if session else None,
    )
