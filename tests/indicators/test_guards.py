"""Nobody writes a figure: no form, no interface, no right to a table."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, connection, transaction

from caseflow.indicators.grains import GRAINS
from caseflow.indicators.models import Fact, PublishedFigure, Tally

pytestmark = pytest.mark.django_db
#: Of each table of the count one.
COLUMNS = {"indicators_fact": "rating"} | {grain.name: grain.values[0] for grain in GRAINS}
HOLDER = "somebody_with_rights"


@pytest.fixture
def rights():
    """A database account that was granted everything on the tables of the count."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {HOLDER}")
        cursor.execute(f"GRANT ALL ON {', '.join(COLUMNS)} TO {HOLDER}")
        cursor.execute(f"SET LOCAL ROLE {HOLDER}")
        cursor.execute("SELECT set_config('caseflow.counting', '', true)")
        yield cursor
        cursor.execute("RESET ROLE")


def test_a_right_to_the_tables_lets_nobody_type_or_remove_a_figure(rights):
    for table, column in COLUMNS.items():
        for statement in (f"UPDATE {table} SET {column} = 99", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="counted from the log"), transaction.atomic():
                rights.execute(statement)


def test_no_row_is_added_by_hand_either():
    with pytest.raises(IntegrityError, match="counted from the log"):
        Tally.objects.create(day="2025-09-24", center_id=1, procedure_id=1, filed=9)


def test_the_administration_has_no_form_for_a_figure():
    figures = {model for model in apps.get_app_config("indicators").get_models()}
    offered = figures & admin.site._registry.keys() - {PublishedFigure}
    user = type("Request", (), {"user": None})()
    assert Fact not in offered
    for model in offered:
        door = admin.site._registry[model]
        assert not door.has_add_permission(user)
        assert not door.has_change_permission(user)
        assert not door.has_delete_permission(user)


def test_the_interface_takes_no_figures(client):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/indicators/").status_code in (401, 403, 405)
