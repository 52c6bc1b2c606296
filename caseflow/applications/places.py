"""Which offices a filing concerns: any centre of the province takes it (Decree 118/2025 art 20)."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from caseflow.applications.models import Competence
from caseflow.applications.refusals import FilingRefused
from caseflow.centers.models import Agency, ServiceCenter
from caseflow.centers.querysets import AgencyQuerySet
from caseflow.centers.states import AgencyKind, Level
from caseflow.remembering import remembered
from procedures.models import ProcedureVersion

OF_CENTER = ("code", "parent__code", "unit__level", "unit__parent")


def center_with(code: str) -> Agency:
    """One founded since all were read is read by itself."""
    return centers().get(code) or centers_taking_files().get(code=code)


@remembered(lambda: settings.CASEFLOW_REFERENCE_CACHE_SECONDS)
def centers() -> Mapping[str, Agency]:
    """All at once: one at a time, hardly any would be asked for again in time."""
    return {center.code: center for center in centers_taking_files()}


def centers_taking_files() -> AgencyQuerySet:
    centers: AgencyQuerySet = ServiceCenter.objects.current()
    return centers.select_related("parent", "unit").only(*OF_CENTER)


def center_called(code: str, name: str) -> Agency:
    try:
        return center_with(code)
    except ServiceCenter.DoesNotExist:
        raise refused(name, _("There is no service centre with this code.")) from None


def deciding_agency(version: ProcedureVersion, center: Agency, named: str = "") -> Agency:
    """Who decides: the agency competent in the province, the commune that was named, or the
    commune the centre serves. Any centre of the province takes the file (Decree 118 art 20)."""
    competence: Competence | None = getattr(version.procedure, "competence", None)
    if competence:
        if named and named != competence.agency.code:
            message = _("This procedure is decided by another agency; leave this field empty.")
            raise refused("deciding_agency", message)
        return competence.agency
    if Level.COMMUNE in version.procedure.levels:
        if named:
            return commune_called(named, center)
        if center.unit.level == Level.COMMUNE and center.parent:
            return center.parent
        raise refused("deciding_agency", _("Name the commune that shall decide."))
    raise refused(
        "receiving_center", _("This centre does not take this procedure; choose another centre.")
    )


@remembered(lambda: settings.CASEFLOW_REFERENCE_CACHE_SECONDS)
def committee_with(code: str) -> Agency:
    """The people's committee of a commune, as long as it exists."""
    committees = Agency.objects.current().filter(
        kind=AgencyKind.PEOPLE_COMMITTEE, unit__level=Level.COMMUNE
    )
    return (
        committees.select_related("unit").only("code", "unit__level", "unit__parent").get(code=code)
    )


def commune_called(code: str, center: Agency) -> Agency:
    try:
        agency = committee_with(code)
    except Agency.DoesNotExist:
        raise refused("deciding_agency", _("No commune is decided for by this agency.")) from None
    if province_of(agency) != province_of(center):
        message = _("Choose a centre in the province of the commune that decides.")
        raise refused("receiving_center", message)
    return agency


def returning_center(code: str, receiving: Agency) -> Agency:
    if not code:
        return receiving
    center = center_called(code, "returning_center")
    if province_of(center) != province_of(receiving):
        message = _("The result can be fetched at any centre of the same province.")
        raise refused("returning_center", message)
    return center


def province_of(agency: Agency) -> int:
    province: int = agency.unit.parent_id or agency.unit_id
    return province


def refused(name: str, message: str) -> FilingRefused:
    return FilingRefused({name: [message]})
