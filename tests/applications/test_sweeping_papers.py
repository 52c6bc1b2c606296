"""A process that dies between a file and its row leaves bytes nobody names; a sweep finds them."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from caseflow.applications.models import Document
from caseflow.applications.papers import pieces, sweeping
from tests.api import Api
from tests.applications.sheets_of_paper import pdf
from tests.applications.stores import kept_for
from tests.factories import IDENTITY, a_citizen, an_office, filed_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
TOMORROW = timedelta(days=1, hours=1)


def orphan(place="documents/ab/orphan"):
    return default_storage.save(place, ContentFile(b"left behind"))


def test_a_file_without_a_row_is_removed_after_a_day():
    name = orphan()
    assert sweeping.sweep(at=timezone.now()) == 0
    assert default_storage.exists(name)
    assert sweeping.sweep(at=timezone.now() + TOMORROW) == 1
    assert not default_storage.exists(name)


def test_a_file_with_a_row_stays_however_old_it_is():
    case = filed_case(an_office(), by=a_citizen())
    url = f"/api/v1/applications/{case.number}/documents/"
    file = SimpleUploadedFile("g.pdf", pdf())
    Api(case.submitted_by).upload(url, file=file, paper="other")
    stored = kept_for(IDENTITY)
    assert sweeping.sweep(at=timezone.now() + TOMORROW) == 0
    for row in (Document.objects.get(), stored):
        assert default_storage.exists(row.file.name)


def test_other_folders_of_the_store_are_left_alone():
    name = orphan("slips/2026/kept.pdf")
    sweeping.sweep(at=timezone.now() + TOMORROW)
    assert default_storage.exists(name)


def test_pieces_without_a_row_are_removed(settings):
    settings.CASEFLOW_UPLOADS_DIR.mkdir()
    stray = settings.CASEFLOW_UPLOADS_DIR / "stray"
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    assert sweeping.sweep(at=timezone.now()) == 1
    assert pieces.received() == []
