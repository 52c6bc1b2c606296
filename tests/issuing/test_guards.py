import pytest
from django.db import DatabaseError, transaction

from caseflow.applications.states import State
from caseflow.issuing.models import Result, Slip
from tests.factories import case_in
from tests.issuing.papers import follow_up


def test_the_database_keeps_what_was_handed_out(office):
    follow_up(case_in(State.DECIDED, office))
    results = Result.objects.all()
    for deed in (lambda: results.update(outcome="rejected"), results.delete):
        with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
            deed()


def test_the_data_on_a_slip_can_be_erased(office):
    follow_up(case_in(State.RECEIVED, office))
    Slip.objects.update(sheet=None)
    assert Slip.objects.get().sheet is None
