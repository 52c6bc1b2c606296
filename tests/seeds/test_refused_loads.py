import pytest
from django.core.management import CommandError, call_command

from caseflow.accounts.models import Role, User
from seeds.demonstration import people
from seeds.demonstration.people import demonstration_center
from seeds.models import LoadedPart
from tests.factories import Office, filed_case


def test_real_files_are_not_mixed_with_the_demonstration():
    filed_case(Office(demonstration_center()))
    with pytest.raises(CommandError, match="live applications"):
        call_command("load_demonstration")
    assert not LoadedPart.objects.exists()


@pytest.mark.parametrize("command", ["load_demonstration", "synthesise"])
def test_without_places_and_centres_the_next_step_is_named(command, monkeypatch):
    monkeypatch.setattr(people, "COMMUNE", "as in an empty database")
    asked = {"applications": 1000} if command == "synthesise" else {}
    with pytest.raises(CommandError, match="load_reference first"):
        call_command(command, **asked)
    assert not LoadedPart.objects.exists()


def test_an_account_of_the_same_name_is_not_taken_over():
    User.objects.create_user("admin", role=Role.ADMIN)
    with pytest.raises(CommandError, match="admin"):
        call_command("load_demonstration", force=True)
    assert not LoadedPart.objects.exists()
