"""Written as IEEE 1849-2016 describes it, and with every attribute explained."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from lxml import etree

from caseflow.applications.models import Application
from caseflow.centers.models import Agency
from caseflow.eventlogs import exporting
from caseflow.eventlogs.models import Kind
from caseflow.eventlogs.pseudonyms import Pseudonyms
from caseflow.eventlogs.xes import EXTENSIONS, PREFIX, STANDARD
from caseflow.indicators.viewers import Viewer
from caseflow.reports.selections import Selection
from tests.eventlogs.selections import cases_of_every_kind

pytestmark = pytest.mark.django_db

GRAMMAR = Path(__file__).with_name("xes.rng")
DAY = date(2025, 9, 23)


@pytest.fixture
def log(db):
    """Of cases of every kind; it says that it is about one centre and one procedure."""
    center, procedure = (case := cases_of_every_kind()[0]).receiving_center, case.procedure
    offices = Viewer(Agency.objects.all(), of_the_province=True)
    about = exporting.about(Selection(offices, DAY, DAY, center, procedure), pseudonymous=True)
    out, cases = BytesIO(), Application.objects.all()
    exporting.write(cases, out, kind=Kind.XES, names=Pseudonyms(), about=about)
    return etree.fromstring(out.getvalue())


def keys(log, level: str) -> set[str]:
    """Of the attributes of the log, of its traces, or of its events."""
    path = {"log": "./*", "trace": "./x:trace/*", "event": ".//x:event/*"}[level]
    return {key for one in log.findall(path, {"x": f"{STANDARD}/"}) if (key := one.get("key"))}


def test_a_log_is_one_that_the_standard_describes(log):
    etree.RelaxNG(file=GRAMMAR).assertValid(log)


def test_every_attribute_is_of_an_extension_that_the_log_names_and_ours_are_explained(log):
    named = {one.get("prefix") for one in log if one.get("prefix")}
    assert named == {*EXTENSIONS, PREFIX}
    ours = etree.parse(finders.find("eventlogs/caseflow.xesext"))
    for level in ("log", "trace", "event"):
        used = {tuple(key.split(":")) for key in keys(log, level)}
        assert {prefix for prefix, _name in used} <= named
        described = {one.get("key") for one in ours.findall(f"./{level}/*")}
        assert {name for prefix, name in used if prefix == PREFIX} <= described
