"""The rules for every page see what they are there to see."""

import pytest
from bs4 import BeautifulSoup
from werkzeug.routing import Map, Rule

from tests.page_rules import faults_of

ROUTES = Map(
    [
        Rule("/", endpoint="start", methods=["GET"]),
        Rule("/wnioski/<int:id>", endpoint="show", methods=["GET"]),
        Rule("/wnioski/nowy", endpoint="new", methods=["GET", "POST"]),
    ]
)
GOOD = """<!doctype html><html lang="pl"><head><title>Wnioski – MAL</title></head><body>
<a href="#main">Do treści</a>
<main id="main"><h1>Wnioski</h1>
<a href="/wnioski/7">Wniosek 7</a> <a href="?strona=2">Dalej</a>
<a href="mailto:a@example.org">Pisz</a>
<form method="post" action="/wnioski/nowy"><input type="hidden" name="csrf_token" value="x">
<label for="name">Nazwa</label><input id="name" name="name"><button>Wyślij</button></form>
</main></body></html>"""
FAULTS = {
    'lang="pl"': ("", "language"),
    "<title>Wnioski – MAL</title>": ("", "no title"),
    "<h1>Wnioski</h1>": ("<h1>Wnioski</h1><h1>Wnioski</h1>", "2 main headings"),
    "Wniosek 7": ("None", "shows 'None'"),
    "Dalej": ("", "Nothing says"),
    'id="main"': ('id="name"', "stands 2 times"),
    'for="name"': ('for="other"', "no label"),
    'href="/wnioski/7"': ('href="/wnioski/siedem"', "leads nowhere"),
    'href="#main"': ('href="#there"', "No #there"),
    'action="/wnioski/nowy"': ('action="/wnioski/7"', "A form leads nowhere"),
    '<input type="hidden" name="csrf_token" value="x">': ("", "no csrf_token"),
    "<button>": ('<button onclick="go()">', "A handler"),
    "<main": ('<main style="color:red"', "Styled in place"),
    "</main>": ("<script>go()</script></main>", "A script in the page"),
    "</form>": ('<img src="/"></form>', "no alt"),
}


def faults(html: str) -> list[str]:
    return faults_of(BeautifulSoup(html, "html.parser"), "/", ROUTES)


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize("right", FAULTS)
def test_a_fault_is_seen(right: str) -> None:
    wrong, said = FAULTS[right]
    assert GOOD.count(right) == 1
    found = faults(GOOD.replace(right, wrong))
    assert any(said in fault for fault in found), found
