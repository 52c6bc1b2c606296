import re
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count

from caseflow.centers.calendars import working_time_of_version
from caseflow.centers.models import (
    AdministrativeUnit,
    Agency,
    CalendarDay,
    CalendarVersion,
    ServiceCenter,
    Succession,
)
from caseflow.centers.states import AgencyKind, DayKind, Division
from caseflow.centers.working_time import VIETNAM
from seeds import places
from tests.centers.calendar_2025_2026 import MAKE_UP, OFF

TABLES = (AdministrativeUnit, Succession, Agency, CalendarVersion, CalendarDay)


def test_the_country_has_34_provinces_and_3321_communes():
    current = AdministrativeUnit.objects.current()
    kinds = dict(current.communes().values_list("division").annotate(Count("pk")))
    assert current.provinces().count() == 34
    assert kinds == {Division.COMMUNE: 2621, Division.WARD: 687, Division.SPECIAL_ZONE: 13}


def test_provinces_have_the_communes_of_their_resolutions():
    current = AdministrativeUnit.objects.current()
    assert current.filter(parent__code="25").count() == 148
    assert current.filter(parent__code="33").count() == 104


def test_codes_keep_their_leading_zeros():
    unit = AdministrativeUnit.objects.current().get(code="08740")
    assert (unit.name, unit.name_en) == ("Phường Phúc Yên", "Phuc Yen Ward")
    assert (unit.parent.code, unit.parent.name) == ("25", "Tỉnh Phú Thọ")
    assert AdministrativeUnit.objects.current().get(code="01").name == "Thành phố Hà Nội"


def test_a_unit_holds_from_the_day_of_the_merger():
    before = AdministrativeUnit.objects.in_force(date(2025, 6, 30))
    after = AdministrativeUnit.objects.in_force(date(2025, 7, 1))
    assert (before.provinces().count(), before.communes().count()) == (63, 10_040)
    assert (after.provinces().count(), after.communes().count()) == (34, 3_321)


def test_names_are_written_with_single_spaces():
    assert not AdministrativeUnit.objects.filter(name__contains="  ").exists()


def test_every_former_province_went_into_one():
    heirs = Succession.objects.filter(predecessor__level="province", partial=False)
    into = heirs.filter(successor__code="25").values_list("predecessor__name_en", flat=True)
    assert heirs.count() == 63
    assert set(into) == {"Phu Tho Province", "Vinh Phuc Province", "Hoa Binh Province"}


def test_a_divided_commune_has_several_partial_successors():
    several = Succession.objects.filter(partial=True, predecessor__level="commune")
    per_commune = several.values("predecessor").annotate(heirs=Count("pk"))
    assert per_commune.count() == 471
    assert min(row["heirs"] for row in per_commune) == 2


def test_successors_are_matched_by_name_where_codes_differ():
    # The converter's own table gives this ward the code of another one.
    heir = AdministrativeUnit.objects.current().get(name="Phường Yên Sở")
    from_names = Succession.objects.filter(successor=heir).values_list(
        "predecessor__name", flat=True
    )
    assert "Phường Yên Sở" in set(from_names)


def test_the_summary_says_what_is_left_open(reference):
    known = reference["former communes with one successor"]
    divided = reference["former communes with several successors"]
    left = reference["former communes without successor"]
    assert (known, divided, left) == (9569, 471, 0)
    assert known + divided + left == reference["former communes"]


def test_every_commune_of_phu_tho_has_a_committee_and_a_centre():
    centers = ServiceCenter.objects.filter(unit__level="commune")
    assert centers.count() == 148
    for center in centers.select_related("parent", "unit"):
        assert center.code == f"{center.parent.code}.01"
        assert center.parent.kind == AgencyKind.PEOPLE_COMMITTEE
        assert center.parent.unit_id == center.unit_id


def test_the_centre_of_viet_tri_is_named_as_the_rules_say():
    center = ServiceCenter.objects.matching("viet tri").get()
    assert center.name == "Trung tâm Phục vụ hành chính công phường Việt Trì"
    assert center.identifier_is_synthetic


def test_the_provincial_centre_belongs_to_the_office_of_the_committee():
    center = ServiceCenter.objects.get(unit__code="25")
    assert center.parent.kind == AgencyKind.PROVINCIAL_OFFICE
    assert center.parent.parent.code == "H44"
    assert Agency.objects.filter(kind=AgencyKind.DEPARTMENT, parent__code="H44").count() == 16


def test_every_identifier_has_the_official_form_and_is_marked_synthetic():
    agencies = Agency.objects.all()
    assert all(re.fullmatch(r"H44(\.\d{3}(\.\d\d)?)?", agency.code) for agency in agencies)
    assert all(agency.identifier_is_synthetic for agency in agencies)


def test_the_calendar_of_2025_and_2026_is_the_official_one():
    decided = CalendarDay.objects.filter(date__year__in=(2025, 2026))
    assert set(decided.filter(is_working=False).values_list("date", flat=True)) == OFF
    assert set(decided.filter(is_working=True).values_list("date", flat=True)) == MAKE_UP


def test_every_day_of_the_calendar_names_its_document():
    assert not CalendarDay.objects.filter(document_no="").exists()
    swap = CalendarDay.objects.get(date=date(2026, 1, 2))
    assert (swap.kind, swap.document_no) == (DayKind.SWAPPED, "12729/VPCP-KGVX")
    assert CalendarDay.objects.get(date=date(2026, 4, 27)).kind == DayKind.SUBSTITUTE
    assert CalendarDay.objects.get(date=date(2026, 11, 24)).document_no == "80-NQ/TW"


def test_2027_is_answered_provisionally():
    working_time = working_time_of_version(CalendarVersion.objects.get().pk)
    start = datetime(2027, 2, 3, 9, tzinfo=VIETNAM)
    term = working_time.after_days(start, 1)
    assert term.is_provisional
    assert term.due_at.date() == date(2027, 2, 11)


def test_a_second_load_says_the_same_and_changes_nothing_not_even_what_the_office_corrected():
    AdministrativeUnit.objects.filter(code="75", valid_to=None).update(division=Division.CITY)
    before = [list(table.objects.order_by("pk").values_list()) for table in TABLES]
    output = StringIO()
    call_command("load_reference", stdout=output)
    assert [list(table.objects.order_by("pk").values_list()) for table in TABLES] == before
    assert {"provinces 34", "communes 3321", "former communes without successor 0"} <= set(
        output.getvalue().splitlines()
    )


@pytest.mark.parametrize(
    ("name", "division", "proper"),
    [
        ("Phường  Việt Trì", Division.WARD, "Việt Trì"),
        ("Thị Trấn Ái Tử", Division.TOWNSHIP, "Ái Tử"),
        ("Đặc khu Côn Đảo", Division.SPECIAL_ZONE, "Côn Đảo"),
        ("Tỉnh Phú Thọ", Division.PROVINCE, "Phú Thọ"),
    ],
)
def test_the_kind_of_a_unit_is_read_from_its_name(name, division, proper):
    assert places.split(name) == (division, proper)


def test_a_name_without_a_kind_is_refused():
    with pytest.raises(ValueError, match="Việt Trì does not say"):
        places.split("Việt Trì")


def test_english_names_keep_their_capitals():
    assert places.without_accents("Ea H'Leo") == "Ea H'Leo"
    assert places.without_accents("Đắk Lắk") == "Dak Lak"
