"""Every kept slip is made again from its sheet and must come out byte for byte."""

from io import StringIO
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.centers.models import Agency
from caseflow.issuing.models import Result, Slip
from caseflow.issuing.reproducing import Proof, every, some
from tests.factories import a_procedure, an_office, case_in
from tests.issuing.papers import follow_up

pytestmark = pytest.mark.django_db
ROADS = (State.RECEIVED, State.REFUSED, State.SUPPLEMENT_REQUESTED, State.STOPPED, State.RETURNED)


@pytest.fixture(scope="module")
def handed_out(shared_rows, tmp_path_factory) -> Path:
    """The folder with the slips of cases on all roads."""
    folder = tmp_path_factory.mktemp("slips")
    disk = settings.STORAGES["default"] | {"OPTIONS": {"location": folder}}
    storages = settings.STORAGES | {"default": disk}
    with shared_rows(), override_settings(STORAGES=storages):
        office, version = an_office(), a_procedure()
        for state in ROADS:
            follow_up(case_in(state, office, version=version))
    return folder


@pytest.fixture
def slips(handed_out, tmp_path) -> list[Slip]:
    copytree(handed_out, tmp_path / "files")
    return list(Slip.objects.order_by("pk"))


def differences() -> list[str]:
    return [str(difference) for difference in Proof().of(every(Slip))]


def verified(command="verify_slips", **options) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command(command, stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_every_slip_comes_out_as_it_was_handed_out(slips):
    assert {slip.form for slip in slips} == {"01", "02", "03", "05", "06"}
    said, code = verified()
    assert (said.split(), code) == (["slips", "6", "erased", "0", "differences", "0"], 0)


def test_it_still_does_when_the_case_and_the_office_changed_since(slips):
    Agency.objects.update(name="Trung tâm mới")
    Application.objects.filter(state=State.RECEIVED).update(applicant_name="")
    assert differences() == []


def test_a_sheet_that_was_touched_is_named(slips):
    slip = slips[0]
    Slip.objects.filter(pk=slip.pk).update(sheet=slip.sheet | {"limit": "30 ngày"})
    said, code = verified()
    assert f"{slip.number}: the sheet now gives other bytes" in said
    assert code == 1


def test_a_file_that_was_changed_or_lost_is_named(slips):
    with slips[0].file.open("r+b") as file:
        file.write(b"X")
    slips[1].file.storage.delete(slips[1].file.name)
    assert differences() == [
        f"{slips[0].number}: the file was changed",
        f"{slips[1].number}: the file is missing",
    ]


def test_a_sheet_of_an_unknown_edition_is_named(slips):
    slip = slips[0]
    Slip.objects.filter(pk=slip.pk).update(sheet=slip.sheet | {"edition": 99})
    assert differences() == [f"{slip.number}: cannot be made again (KeyError)"]


def test_what_was_erased_is_counted_and_no_difference(slips):
    Slip.objects.filter(pk=slips[0].pk).update(sheet=None, file="")
    Slip.objects.filter(pk=slips[1].pk).update(sheet=None)
    assert differences() == [f"{slips[1].number}: the sheet was erased, the file was not"]
    said, _code = verified()
    assert "erased 2" in said


def test_a_sample_and_a_single_case_can_be_verified(slips):
    assert len(list(some(Slip, 2))) == 2
    assert "slips 3" in verified(sample=3)[0]
    stopped = Application.objects.get(state=State.STOPPED)
    assert "slips 2" in verified(application=stopped.number)[0]


def test_every_result_comes_out_as_it_was_before_it_was_signed(office):
    case = follow_up(case_in(State.DECIDED, office))
    lifecycle.certify_copy(case.pk, actor=office.leader, at=timezone.now())
    follow_up(Application.objects.get(pk=case.pk))
    said, code = verified("verify_results")
    assert said.split() == ["results", "1", "copies", "1", "erased", "0", "differences", "0"]
    assert code == 0


def test_a_touched_sheet_of_a_result_is_named(office):
    follow_up(case_in(State.DECIDED, office))
    result = Result.objects.get()
    Result.objects.filter(pk=result.pk).update(sheet=result.sheet | {"words": "khác"})
    said, code = verified("verify_results")
    assert (f"{result.number}: the sheet now gives other bytes" in said, code) == (True, 1)


def test_an_empty_sample_is_wrong_use(db):
    with pytest.raises(CommandError) as refused:
        call_command("verify_slips", sample=0)
    assert refused.value.returncode == 2
