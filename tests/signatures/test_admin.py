from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from caseflow.accounts.models import Role, User
from signatures.backends.base import facts_of
from signatures.certificates.registering import Entry, first_use
from signatures.models import (
    Authority,
    Certificate,
    CertificateDeed,
    RevocationList,
    RevocationService,
)
from tests.signatures.authorities import (
    YEAR,
    Authorities,
    authorities,
    revocation_list,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TERM = {"start": NOW - YEAR, "end": NOW + YEAR}


@pytest.fixture(scope="module")
def pki() -> Authorities:
    return authorities(start=NOW - YEAR, end=NOW + YEAR)


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser(username="admin", role=Role.ADMIN))
    return client


@pytest.fixture(autouse=True)
def _trusted(settings, tmp_path, pki):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    pki.trusted_in(tmp_path)


def registered(pki: Authorities, name: str = "Nguyễn Văn Ký", **term) -> Certificate:
    holder = pki.holder(name, **(TERM | term))
    chain = [pki.middle.der, pki.root.der]
    return first_use(Entry(facts=facts_of(holder.der), encoded=holder.der, chain=chain), at=NOW)


def upload(pki, **changes) -> dict[str, object]:
    holder = pki.holder(**TERM)
    return {
        "certificate": SimpleUploadedFile("leader.cer", holder.der),
        "chain": SimpleUploadedFile("chain.pem", pki.chain),
        "kind": "official_person",
        "holder_kind": "officer",
        "holder_identifier": "leader",
        "key_place": "token",
        "purpose": "signing",
    } | changes


def address(certificate: Certificate, verb: str) -> str:
    return reverse("admin:signatures_certificate_deed", args=[certificate.pk, verb])


def said(**changes) -> dict[str, str]:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {"at": at, "reason": "key_compromise", "said": "Mất thẻ"} | changes


def test_a_certificate_is_imported_with_its_chain(desk, pki):
    answer = desk.post(reverse("admin:signatures_certificate_add"), upload(pki), follow=True)
    row = Certificate.objects.get()
    assert (row.holder_identifier, row.key_place, row.authority_id) != ("", "", None)
    assert row.deeds.get().actor == "admin"
    assert "Nguyễn Văn Ký" in answer.content.decode()
    assert LogEntry.objects.count() == 1


def test_what_is_refused_stands_at_its_field_and_nothing_is_kept(desk, pki):
    secret = SimpleUploadedFile("key.pem", b"-----BEGIN PRIVATE KEY-----\nMC4C")
    answer = desk.post(
        reverse("admin:signatures_certificate_add"),
        upload(pki, certificate=secret),
        headers={"accept-language": "en"},
    )
    assert "private key" in str(answer.context["adminform"].form.errors["certificate"])
    assert not Certificate.objects.exists()


def test_an_import_nobody_trusts_is_kept_with_a_warning(desk, pki, settings, tmp_path):
    settings.SIGNATURES_TRUST_DIR = tmp_path / "empty"
    answer = desk.post(reverse("admin:signatures_certificate_add"), upload(pki), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["warning", "success"]


def test_revoking_by_hand_leaves_a_deed_with_name_and_reason(desk, pki):
    row = registered(pki)
    assert desk.post(address(row, "revoked"), said()).status_code == 302
    deed = row.deeds.get(verb="revoked")
    assert (deed.actor, deed.reason, deed.said) == ("admin", "key_compromise", "Mất thẻ")
    assert LogEntry.objects.count() == 1
    page = desk.get(reverse("admin:signatures_certificate_change", args=[row.pk]))
    assert "Mất thẻ" in page.content.decode()
    assert page.context["deeds"] == []


def test_a_suspension_is_lifted_and_both_deeds_stay(desk, pki):
    row = registered(pki)
    for verb in ("suspended", "restored"):
        assert desk.post(address(row, verb), said()).status_code == 302
    verbs = row.deeds.order_by("pk").values_list("verb", "reason")
    assert list(verbs)[1:] == [("suspended", "certificate_hold"), ("restored", "")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"said": " "}, "said"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2200-01-01T00:00"}, "at"),
        ({"at": "1990-01-01T00:00"}, "at"),
        ({"reason": "certificate_hold"}, "reason"),
    ],
)
def test_a_deed_that_makes_no_sense_is_refused_at_its_field(desk, pki, changes, field):
    row = registered(pki)
    answer = desk.post(address(row, "revoked"), said(**changes))
    assert list(answer.context["form"].errors) == [field]
    assert row.deeds.count() == 1


def test_a_second_revocation_is_refused(desk, pki):
    row = registered(pki)
    desk.post(address(row, "revoked"), said())
    assert desk.post(address(row, "revoked"), said()).context["form"].errors
    assert row.deeds.filter(verb="revoked").count() == 1


def test_who_does_not_administer_revokes_nothing(client, pki):
    row = registered(pki)
    clerk = User.objects.create(username="clerk", role=Role.CLERK, is_staff=True)
    client.force_login(clerk)
    assert client.post(address(row, "revoked"), said()).status_code == 403
    assert client.get(reverse("admin:signatures_certificate_add")).status_code == 403


def test_nothing_can_be_typed_over_or_removed(desk, pki):
    row = registered(pki)
    desk.post(reverse("admin:signatures_certificate_change", args=[row.pk]), {"kind": "public"})
    removing = desk.post(reverse("admin:signatures_certificate_delete", args=[row.pk]))
    assert removing.status_code == 403
    assert Certificate.objects.get().kind == row.kind
    assert desk.get(address(row, "registered")).status_code == 404


def test_a_revocation_list_is_imported(desk, pki):
    row = registered(pki)
    holder_on_list = revocation_list(pki.middle, at=NOW - timedelta(minutes=5))
    file = SimpleUploadedFile("ca.crl", holder_on_list)
    desk.post(reverse("admin:signatures_revocationlist_add"), {"file": file})
    kept = RevocationList.objects.get()
    assert (kept.imported_by, kept.source, kept.authority) == ("admin", "ca.crl", row.authority)
    garbage = {"file": SimpleUploadedFile("ca.crl", b"nothing")}
    answer = desk.post(reverse("admin:signatures_revocationlist_add"), garbage)
    assert list(answer.context["adminform"].form.errors) == ["file"]


def test_a_chain_is_imported_by_itself(desk, pki):
    chain = {"chain": SimpleUploadedFile("chain.pem", pki.chain)}
    desk.post(reverse("admin:signatures_authority_add"), chain)
    assert Authority.objects.count() == 2
    broken = {"chain": SimpleUploadedFile("chain.pem", authorities().middle.pem)}
    answer = desk.post(reverse("admin:signatures_authority_add"), broken)
    assert list(answer.context["adminform"].form.errors) == ["chain"]


@pytest.mark.parametrize(
    ("state", "expected"), [("valid", 1), ("expired", 1), ("revoked", 1), ("nonsense", 3)]
)
def test_the_list_is_narrowed_by_state(desk, pki, state, expected):
    registered(pki, "A")
    registered(pki, "B", end=NOW - timedelta(days=1))
    gone = registered(pki, "C")
    CertificateDeed.objects.create(
        certificate=gone,
        verb="revoked",
        at=NOW - timedelta(days=1),
        reason="superseded",
        knowledge="hand",
        recorded_at=NOW,
    )
    page = desk.get(reverse("admin:signatures_certificate_changelist"), {"state": state})
    assert len(page.context["cl"].result_list) == expected


@pytest.mark.parametrize(
    "model", ["certificate", "authority", "certificatedeed", "revocationlist", "revocationservice"]
)
def test_lists_cost_the_same_however_long_they_are(desk, pki, model, django_assert_max_num_queries):
    for number in range(8):
        registered(pki, f"Nguyễn Văn {number}")
        RevocationService.objects.create(url=f"http://127.0.0.1/{number}")
    with django_assert_max_num_queries(8):
        page = desk.get(reverse(f"admin:signatures_{model}_changelist"), {"q": "Nguyễn"})
    assert page.status_code == 200
