import pytest


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_sign_in_page_breaks_no_content_security_policy(live_server, page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/login/")
    assert page.locator("input[name=username]").is_visible()
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
