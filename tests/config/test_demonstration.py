import pytest

pytestmark = pytest.mark.django_db
SAID = "nothing here has legal value"


@pytest.mark.parametrize("address", ["/", "/verify/", "/procedures/", "/admin/login/"])
def test_every_page_of_a_demonstration_says_that_it_is_one(client, settings, address):
    settings.CASEFLOW_DEMONSTRATION = True
    assert SAID in client.get(address, headers={"accept-language": "en"}).content.decode()
    settings.CASEFLOW_DEMONSTRATION = False
    assert SAID not in client.get(address, headers={"accept-language": "en"}).content.decode()
