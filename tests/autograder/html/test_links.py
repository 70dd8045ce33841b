"""A link in a student's text leads to the public web, or it is text."""

from __future__ import annotations

import pytest

from autograder.html.links import is_harmless_link
from autograder.html.sanitize import clean_html
from autograder.html.sanitize_cells import sanitize_markdown

LOCAL = [
    "http://localhost:8888/nbconvert/html/submitted/ewa/x.ipynb",
    "http://LOCALHOST./lab",
    "http://jupyter.localhost/",
    "http://127.0.0.1:8888/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.0.0.0x1/",
    "http://0/",
    "http://[::1]:8888/",
    "http://[::ffff:127.0.0.1]/",
    "http://10.0.0.5/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "https://jupyterhub/user/x",
    "https://hub.local/",
    "https://grader.internal/",
    "https://public.example@127.0.0.1/",
    "https://public.example:x@localhost/",
    "http:///localhost/",
    "http://\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54/",
    "http://127\u30020\u30020\u30021/",
    "http://local\u00adhost.com/",
    "http://%6cocalhost/",
    "http://example.com:99999/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//localhost/",
    "submitted/x.html",
]
PUBLIC = [
    "https://jupyter.org",
    "http://www.example.co.uk/a?b=c#d",
    "https://en.wikipedia.org/wiki/Adam_(optimizer)",
    "https://example.com:8443/x",
    "https://www.b\u00fccher.de/",
    "https://xn--bcher-kva.de/",
    "https://1.1.1.1/",
    "mailto:ann@uni.edu",
    "#adam",
]


@pytest.mark.parametrize("url", LOCAL)
def test_a_link_to_the_readers_own_machine_or_network_is_text(url: str) -> None:
    assert not is_harmless_link(url)
    assert "href" not in clean_html(f'<a href="{url}">look</a>')
    assert "look" in clean_html(f'<a href="{url}">look</a>')
    assert sanitize_markdown(f"[look]({url})") != f"[look]({url})"


@pytest.mark.parametrize("url", PUBLIC)
def test_a_link_to_the_web_is_a_link(url: str) -> None:
    assert is_harmless_link(url)
    assert "href" in clean_html(f'<a href="{url}">look</a>')


def test_a_link_to_this_machine_by_its_name_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.html import links

    monkeypatch.setattr(links, "_this_machine", lambda: frozenset({"grader.uni.edu"}))
    assert not is_harmless_link("https://grader.uni.edu/user/x")
    assert is_harmless_link("https://www.uni.edu/")
