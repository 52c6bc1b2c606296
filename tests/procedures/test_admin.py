import pytest
from django.urls import reverse

from procedures.models import Doubt, ProcedureVersion
from procedures.states import DoubtKind, VersionState
from tests.procedures.factories import VersionFactory, published, publisher

pytestmark = pytest.mark.django_db
VERSIONS = "admin:procedures_procedureversion_changelist"


@pytest.fixture
def admin_client(client):
    user = publisher()
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


def act(client, deed, version):
    data = {"action": deed, "_selected_action": [version.pk]}
    return client.post(reverse(VERSIONS), data, follow=True)


def test_a_draft_is_published_by_the_one_who_asks(admin_client):
    draft = VersionFactory()
    act(admin_client, "publish", draft)
    version = ProcedureVersion.objects.get(pk=draft.pk)
    assert version.state == VersionState.PUBLISHED
    assert version.deeds.get().by.username == "publisher"


def test_a_published_version_is_retired(admin_client):
    version = published()
    act(admin_client, "retire", version)
    assert ProcedureVersion.objects.get().state == VersionState.RETIRED


def test_a_refused_deed_is_told(admin_client):
    version = published()
    answer = act(admin_client, "publish", version)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_the_pages_of_a_procedure_and_its_version_open(admin_client):
    version = published()
    for model, row in (("procedure", version.procedure), ("procedureversion", version)):
        address = reverse(f"admin:procedures_{model}_change", args=[row.pk])
        assert admin_client.get(address).status_code == 200


def test_procedures_are_searched_without_accents(admin_client):
    version = published(procedure__name="Đăng ký kết hôn")
    published(procedure__name="Đăng ký khai tử")
    answer = admin_client.get(reverse("admin:procedures_procedure_changelist"), {"q": "ket hon"})
    assert list(answer.context["cl"].queryset) == [version.procedure]


def test_doubts_are_listed_by_kind(admin_client):
    version = VersionFactory()
    for kind in (DoubtKind.BARE_NUMBER, DoubtKind.UNREAD_FEE):
        Doubt.objects.create(version=version, subject="x", kind=kind)
    address = reverse("admin:procedures_doubt_changelist")
    answer = admin_client.get(address, {"kind__exact": "bare_number"})
    assert [doubt.kind for doubt in answer.context["cl"].queryset] == ["bare_number"]
