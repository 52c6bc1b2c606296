import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from caseflow.applications.states import State
from tests import emptying
from tests.factories import an_office, case_in


@pytest.mark.django_db(transaction=True)
def test_after_a_test_with_commits_nothing_is_left_but_what_migrate_made():
    case_in(State.RETURNED, an_office())
    made = ContentType.objects.count(), Permission.objects.count()
    emptying.empty()
    with connection.cursor() as cursor:
        assert emptying.written(cursor) == []
    assert (ContentType.objects.count(), Permission.objects.count()) == made
    assert min(made) > 100
