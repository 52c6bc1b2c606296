from datetime import date

import jsonschema_rs
import pytest

from procedures.models import Procedure, ProcedureVersion
from procedures.publishing import in_force_for
from procedures.states import OnlineLevel, VersionState
from procedures.validation import form_errors
from seeds import procedures
from tests.procedures.factories import NEW_YEAR

ENTRIES = {entry["code"]: entry for entry in procedures.entries()}


def test_forty_nine_procedures_are_published(reference):
    assert reference["procedures created"] == 49
    assert ProcedureVersion.objects.in_force().count() == 49


def test_they_are_in_force_since_the_communes_of_today_work():
    since = ProcedureVersion.objects.values_list("valid_from", flat=True)
    assert set(since) == {date(2025, 7, 1)}


def test_a_second_load_changes_nothing():
    again = procedures.load(at=NEW_YEAR)
    assert (again["procedures created"], again["procedures renewed"]) == (0, 0)
    assert ProcedureVersion.objects.count() == 49


def test_a_changed_entry_becomes_a_new_version(monkeypatch):
    changed = [ENTRIES["1.001193"] | {"name_en": "Registration of a birth"}]
    monkeypatch.setattr(procedures, "entries", lambda: iter(changed))
    assert procedures.load(at=NEW_YEAR)["procedures renewed"] == 1
    versions = ProcedureVersion.objects.filter(procedure__code="1.001193").order_by("number")
    assert [version.state for version in versions] == [VersionState.RETIRED, VersionState.PUBLISHED]
    assert Procedure.objects.get(code="1.001193").name_en == "Registration of a birth"


@pytest.mark.parametrize("code", ENTRIES)
def test_the_example_of_each_form_fits_its_schema(code):
    entry = ENTRIES[code]
    jsonschema_rs.meta.validate(entry["form_schema"])
    version = ProcedureVersion(form_schema=entry["form_schema"])
    assert form_errors(version, entry["form_example"]) == {}
    assert form_errors(version, {}) != {}


@pytest.mark.parametrize("code", ENTRIES)
def test_each_procedure_has_two_names_a_mark_and_a_source(code):
    entry = ENTRIES[code]
    assert all(entry[key] for key in ("name", "name_en", "field", "levels", "mark", "source"))


def test_a_birth_is_registered_the_same_day_when_filed_before_three():
    version = in_force_for("1.001193")
    assert (version.limit_unit, version.limit_cutoff.hour) == ("same_day", 15)
    assert version.online_level == OnlineLevel.FULL


def test_the_fee_of_the_food_safety_certificate_has_its_thousands_and_its_doubt():
    version = in_force_for("2.001827")
    assert [fee.amount for fee in version.fees.all()] == [700_000]
    assert [doubt.kind for doubt in version.doubts.all()] == ["fee_without_thousands"]


def test_the_steps_of_ten_working_days_take_ten_working_days():
    minutes = in_force_for("1.014027").steps.values_list("minutes", flat=True)
    assert sum(minutes) == 10 * 480


def test_two_titles_stand_at_every_field_of_a_form():
    for entry in ENTRIES.values():
        for name, field in entry["form_schema"]["properties"].items():
            assert {"title", "x-title-en"} <= field.keys(), (entry["code"], name)
