"""Several signatures on one document, fields that can be seen, keys in somebody's hand."""

import io
import subprocess
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
import typst

from signatures import signing
from signatures.backends.base import Appearance, SigningRefused
from signatures.models import Prepared, Signature
from signatures.states import Finding, Refusal
from signatures.verifying import verify
from tests.signatures import documents, judges, keepers
from tests.signatures.factories import AT, WORDS, sign_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_key", "english")]

LEADER = Appearance(
    name="Nguyễn Thị Ngọc Ánh Phượng",
    title="Phó Chủ tịch Ủy ban nhân dân xã",
    agency="Ủy ban nhân dân xã Bản Nguyên, tỉnh Phú Thọ",
    qr="https://dichvucong.example/tra-cuu/",
)


def chain(document: bytes, **more: Appearance) -> list[bytes]:
    """As drafted, as decided by the leader, as sealed by the agency."""
    made = []
    for step in ("drafter", "leader", "seal"):
        signature = signing.sign(document, reference=step, holder=step, **WORDS, **more)
        made.append(document := signature.content())
    return made


@pytest.mark.poppler
@pytest.mark.parametrize("more", [{}, {"appearance": LEADER}], ids=["unseen", "seen"])
def test_drafter_leader_and_seal_keep_each_other_valid(pdf, keys, tmp_path, more):
    made = chain(pdf, **more)
    assert all(later.startswith(earlier) for earlier, later in zip(made, made[1:], strict=False))
    assert len(judges.pyhanko(made[-1], keys, at=AT)) == 3
    assert judges.are_valid(made[-1], keys, at=AT)
    assert judges.pdfsig(made[-1], tmp_path).count("Signature is Valid.") == 3
    assert verify(made[-1], at=AT).finding == Finding.GENUINE


def test_openssl_verifies_every_envelope_of_a_chain(pdf, keys, tmp_path):
    made = chain(pdf)[-1]
    for content, envelope in judges.taken_apart(made):
        told = judges.openssl(content, envelope, keys / "demonstration-ca.pem", tmp_path)
        assert "successful" in told


def test_fields_are_named_by_their_position(pdf):
    fields = pypdf.PdfReader(io.BytesIO(chain(pdf)[-1]), strict=True).get_fields()
    assert list(fields) == ["Signature1", "Signature2", "Signature3"]


@pytest.mark.poppler
def test_the_visible_field_shows_every_vietnamese_letter(pdf, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(sign_with(pdf, replace(LEADER, box=(50, 50, 400, 150))))
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    shown = " ".join(told.stdout.split())
    assert "Nguyễn Thị Ngọc Ánh Phượng" in shown
    assert "Phó Chủ tịch Ủy ban nhân dân xã" in shown
    assert "Ủy ban nhân dân xã Bản Nguyên" in shown
    assert "23/09/2025 09:30:00 +0700" in shown


@pytest.mark.parametrize(
    "words",
    ["#eval(1)", "Tên " * 60, "*đậm* $x$ <nhãn>", "\u202eđảo", "Nguyễn 😀"],
    ids=["code", "long", "markup", "direction", "emoji"],
)
def test_whatever_a_name_is_it_is_drawn_as_text(pdf, keys, words):
    signed = sign_with(pdf, Appearance(name=words))
    assert judges.are_valid(signed, keys, at=AT)


def test_fields_stand_beside_each_other(pdf):
    page = pypdf.PdfReader(io.BytesIO(chain(pdf, appearance=LEADER)[-1])).pages[-1]
    boxes = [one.get_object()["/Rect"] for one in page["/Annots"]]
    lefts = [float(box[0]) for box in boxes]
    assert lefts == sorted(lefts, reverse=True)
    assert all(float(box[2]) - float(box[0]) > 100 for box in boxes)


def test_a_place_on_a_page_in_the_middle_can_be_chosen(keys):
    pages = "#set document(date: none)\n" + "Trang\n#pagebreak()\n" * 3
    document = typst.compile(pages.encode(), format="pdf")
    there = Appearance(name="Giữa trang", page=1, box=(50, 700, 250, 760))
    signed = sign_with(document, there)
    page = pypdf.PdfReader(io.BytesIO(signed)).pages[1]
    assert [float(edge) for edge in page["/Annots"][0].get_object()["/Rect"]] == [50, 700, 250, 760]
    assert judges.are_valid(signed, keys, at=AT)


@pytest.mark.poppler
def test_a_document_by_another_program_is_signed_as_well(pdf, keys, tmp_path):
    other = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    other.compress_identical_objects()
    written = io.BytesIO()
    other.write(written)
    made = chain(written.getvalue(), appearance=LEADER)[-1]
    assert judges.are_valid(made, keys, at=AT)
    assert judges.pdfsig(made, tmp_path).count("Signature is Valid.") == 3


def test_what_is_protected_by_a_password_is_refused(pdf):
    other = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    other.encrypt("mật khẩu", algorithm="RC4-128")
    written = io.BytesIO()
    other.write(written)
    with pytest.raises(SigningRefused, match="password"):
        sign_with(written.getvalue(), None)


HOSTILE = [name for name in vars(documents) if name.isupper()]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(10)
def test_a_hostile_document_is_refused_in_time(name):
    with pytest.raises(SigningRefused, match="cannot be signed"):
        sign_with(getattr(documents, name), LEADER)
    assert not Signature.objects.exists()


def sign_with(document: bytes, appearance: Appearance | None) -> bytes:
    words = WORDS | {"appearance": appearance}
    return signing.sign(document, reference="case/1", holder="H44.5", **words).content()


@pytest.fixture
def device(settings, tmp_path):
    settings.SIGNATURES_TRUST_DIR = keepers.trust(tmp_path / "trusted")
    return keepers.key("rsa")


def prepared_for(device, document: bytes, reference: str = "case/1") -> Prepared:
    return signing.prepare(
        document,
        reference=reference,
        certificate=device.certificate,
        chain=device.chain,
        holder="leader",
        **WORDS,
    )


@pytest.mark.poppler
def test_a_key_on_a_device_signs_what_was_prepared(pdf, device, tmp_path):
    prepared = prepared_for(device, pdf)
    prepared.refresh_from_db()
    signature = signing.complete(prepared, device.sign(bytes(prepared.to_sign)), at=AT)
    assert judges.are_valid(signature.content(), tmp_path / "trusted", at=AT)
    assert "Signature is Valid." in judges.pdfsig(signature.content(), tmp_path)
    assert (signature.certificate.key_place, signature.signed_at) == ("device", AT)


def test_a_value_for_another_document_is_refused(pdf, device):
    first, second = (prepared_for(device, pdf, f"case/{number}") for number in (1, 2))
    with pytest.raises(SigningRefused, match="not this certificate's signature"):
        signing.complete(second, device.sign(b"something else"), at=AT)
    assert first.digest != second.digest or first.document.name != second.document.name
    assert not Signature.objects.exists()


def test_a_device_that_answers_twice_signs_once(pdf, device):
    prepared = prepared_for(device, pdf)
    value = device.sign(bytes(prepared.to_sign))
    later = AT + timedelta(minutes=1)
    assert signing.complete(prepared, value, at=AT) == signing.complete(prepared, value, at=later)
    assert Signature.objects.count() == 1


def test_a_certificate_that_expired_meanwhile_completes_nothing(pdf, device):
    prepared = prepared_for(device, pdf)
    value = device.sign(bytes(prepared.to_sign))
    with pytest.raises(SigningRefused, match=str(Refusal.EXPIRED.label)):
        signing.complete(prepared, value, at=AT + timedelta(days=4000))


def test_the_digest_of_the_value_finds_a_document_again(pdf):
    signature = sign_once(pdf)
    assert Signature.objects.get(value_digest=signature.value_digest) == signature
    assert len(signature.value_digest) == 64
