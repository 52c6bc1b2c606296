from datetime import date

import pytest
from django.test import Client

from procedures import publishing
from procedures.fees import Asked, UnknownExemption, quote
from procedures.models import Fee, FeeExemption
from procedures.states import Channel
from seeds import procedures as seeds
from tests.procedures.factories import NEW_YEAR, VersionFactory

TODAY = date(2026, 3, 2)
POOR = FeeExemption(key="poor", name="Hộ nghèo", percent=100, proof="Giấy chứng nhận", source="L")
OLD = FeeExemption(key="old", name="Người cao tuổi", percent=50, proof="Căn cước", source="L10")


def fee(pk=1, **fields):
    return Fee(pk=pk, **{"amount": 8000, "unit": "bản sao"} | fields)


def asked(**changes):
    return Asked(**{"channel": Channel.COUNTER, "on": TODAY} | changes)


def total(rules, given=(), **changes):
    return quote(rules, given, asked(**changes)).total


def test_a_fee_is_taken_for_each_unit_of_each_copy():
    assert total([fee()], quantity=3, copies=2) == 48_000


@pytest.mark.parametrize(
    ("pages", "copies", "due"),
    [
        (1, 1, 2000),
        (2, 1, 4000),
        (3, 1, 5000),
        (10, 2, 24_000),
        (198, 1, 200_000),
        (900, 2, 400_000),
    ],
)
def test_a_certified_copy_costs_less_from_the_third_page_and_has_a_ceiling(pages, copies, due):
    copy = fee(amount=2000, further_from=3, further_amount=1000, most=200_000)
    assert total([copy], quantity=pages, copies=copies) == due


def test_what_is_filed_online_has_the_price_of_its_channel():
    fees = [fee(1), fee(2, channel=Channel.ONLINE, amount=0)]
    assert total(fees, channel=Channel.ONLINE) == 0
    assert total(fees, channel=Channel.POST) == 8000


def test_of_several_exemptions_the_greatest_applies():
    (line,) = quote([fee()], [OLD, POOR], asked(exemptions=["old", "poor"])).lines
    assert (line.full, line.amount, line.exemption, line.source) == (8000, 0, "poor", "L")


def test_an_exemption_that_was_not_claimed_does_not_apply():
    assert total([fee()], [OLD, POOR]) == 8000


def test_what_is_spared_is_rounded_in_the_payers_favour():
    third = FeeExemption(key="third", percent=33, proof="x", source="L")
    assert total([fee(amount=100)], [third], exemptions=["third"]) == 67
    assert total([fee(amount=101)], [third], exemptions=["third"]) == 67


def test_a_cut_without_a_proof_applies_by_itself_in_its_channel_and_time():
    cut = FeeExemption(
        key="online", percent=50, channel=Channel.ONLINE, ends_on=TODAY, source="Nghị quyết"
    )
    assert total([fee()], [cut], channel=Channel.ONLINE) == 4000
    assert total([fee()], [cut]) == 8000
    assert total([fee()], [cut], channel=Channel.ONLINE, on=date(2026, 3, 3)) == 8000


def test_an_exemption_the_rules_do_not_give_is_refused_by_name():
    with pytest.raises(UnknownExemption, match="poor"):
        quote([fee()], [OLD], asked(exemptions=["poor"]))


def test_several_fees_of_a_channel_are_alternatives_until_one_is_chosen():
    fees = [fee(1, amount=0), fee(2, amount=5000)]
    open_quote = quote(fees, [], asked())
    assert (len(open_quote.lines), open_quote.total) == (2, None)
    assert total(fees, fees=[2]) == 5000


@pytest.mark.parametrize("fees", [[], [fee(amount=None, note="Hội đồng nhân dân tỉnh")]])
def test_what_the_rules_leave_open_has_no_total(fees):
    assert total(fees) is None


@pytest.fixture
def code(db):
    version = VersionFactory()
    fee(version=version, name="Phí").save()
    POOR.__class__.objects.create(
        version=version, key="poor", name="Hộ nghèo", name_en="poor", proof="x", source="L"
    )
    publishing.publish(version, at=NEW_YEAR, by=None)
    return version.procedure.code


def asks(code, **query):
    return Client(headers={"accept-language": "en"}).get(f"/api/v1/procedures/{code}/fees/", query)


def test_anybody_learns_the_fee_before_filing(code):
    told = asks(code, quantity=2, exemption="poor").json()
    assert (told["total"], told["is_certain"]) == (0, True)
    (line,) = told["lines"]
    assert (line["full"], line["exemption_name"], line["source"]) == (16_000, "poor", "L")


@pytest.mark.parametrize(
    "query", [{"exemption": "rich"}, {"quantity": 0}, {"channel": "x"}, {"fee": "x"}]
)
def test_a_question_that_cannot_be_answered_names_its_field(code, query):
    answer = asks(code, **query)
    assert answer.status_code == 400
    assert next(iter(answer.json()["fields"])).partition(".")[0] in query


def test_exemptions_of_a_published_version_are_frozen(code):
    with pytest.raises(Exception, match="is published and cannot change"):
        FeeExemption.objects.update(percent=1)


def test_the_exemptions_of_the_reference_data_name_proof_and_law(db):
    seeds.load(at=NEW_YEAR)
    given = FeeExemption.objects.all()
    assert given.count() == 10
    assert not given.filter(proof="").exists()
    assert not given.filter(source="").exists()
