"""What imported cases hang on: the offices and the procedure that the mapping names.

For a source outside our places they are made first. Such offices have ended and such a procedure
is retired, so that nobody can file there.
"""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from caseflow.applications.importing.mappings import Mapping, MappingRefused
from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.states import AgencyKind, Division, Level
from procedures import publishing
from procedures.models import Procedure, ProcedureVersion
from procedures.states import Level as ProcedureLevel
from procedures.states import Mark, OnlineLevel, Provenance, VersionState


@dataclass(frozen=True, slots=True)
class Offices:
    version: ProcedureVersion
    receiving: Agency
    deciding: Agency
    returning: Agency

    def facts(self) -> dict[str, Any]:
        return {
            "procedure": self.version.procedure.code,
            "version": self.version.number,
            "returns_document": self.version.returns_document,
            "receiving_center": self.receiving.code,
            "deciding_agency": self.deciding.code,
            "returning_center": self.returning.code,
        }


def named_by(mapping: Mapping) -> Offices:
    """Raises `MappingRefused` with the key whose code nobody has."""
    return Offices(
        version=latest_version(mapping.procedure),
        receiving=agency_named("receiving_center", mapping.receiving_center),
        deciding=agency_named("deciding_agency", mapping.deciding_agency),
        returning=agency_named("returning_center", mapping.returning_center),
    )


def agency_named(key: str, code: str) -> Agency:
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise MappingRefused(f"{key}: there is no agency {code!r}")
    return agency


def latest_version(code: str) -> ProcedureVersion:
    versions = ProcedureVersion.objects.exclude(state=VersionState.DRAFT)
    found = versions.filter(procedure__code=code).select_related("procedure").defer("raw")
    version = found.order_by("-number").first()
    if version is None:
        raise MappingRefused(f"procedure: there is no published procedure {code!r}")
    return version


@transaction.atomic
def make(told: MappingType[str, Any], *, at: datetime) -> None:
    """What is there already stays as it is."""
    term = {"valid_from": told["from"], "valid_to": told["to"]}
    unit = unit_called(told["unit"], term)
    agency = agency_called(
        told["agency"], AgencyKind.PEOPLE_COMMITTEE, told["origin"], unit=unit, **term
    )
    agency_called(
        told["center"],
        AgencyKind.SERVICE_CENTER,
        told["origin"],
        unit=unit,
        parent=agency,
        **term,
    )
    if not Procedure.objects.filter(code=told["procedure"]["code"]).exists():
        add_procedure(told["procedure"], told["origin"], at=at)


def unit_called(place: MappingType[str, str], term: MappingType[str, str]) -> AdministrativeUnit:
    found = AdministrativeUnit.objects.filter(code=place["code"]).first()
    if found:
        return found
    unit = AdministrativeUnit(
        code=place["code"], level=Level.PROVINCE, division=Division.PROVINCE, **term
    )
    unit.call(place["name"], sort_name=place["name"], name_en=place["name_en"])
    unit.save()
    return unit


def agency_called(
    place: MappingType[str, str], kind: AgencyKind, origin: str, **columns: Any
) -> Agency:
    found = Agency.objects.filter(code=place["code"]).first()
    if found:
        return found
    agency = Agency(code=place["code"], kind=kind, source=origin, **columns)
    agency.call(place["name"], name_en=place["name_en"])
    agency.full_clean()
    agency.save()
    return agency


def add_procedure(told: MappingType[str, str], origin: str, *, at: datetime) -> None:
    procedure = Procedure(
        code=told["code"],
        name=told["name"],
        name_en=told["name_en"],
        field=told["field"],
        levels=[ProcedureLevel.OTHER],
    )
    procedure.search_key = procedure.folded()
    procedure.full_clean()
    procedure.save()
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        online_level=OnlineLevel.INFORMATION,
        source=origin,
        mark=Mark.UNVERIFIED,
        provenance=Provenance.CURATED,
    )
    publishing.publish(version, at=at, by=None)
    publishing.retire(version, at=at, by=None)
