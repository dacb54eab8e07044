"""The page: the verdict first, each answer once, and small however much the routers answer."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.parts import needs
from tests.unit.verify.page.runs import DOWN, HOSTILE, KNOWN, SENT, SKIPPED, UNSEEN, hostile_run, large_run, run
from verify.check import Result, Verdict
from verify.page.content import headline
from verify.page.page import page
from verify.page.record import record_of


class Reader(HTMLParser):
    """What a browser reads: the texts in order, and every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


@pytest.fixture(autouse=True)
def _no_graphviz(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the picture, but where a test wants it."""
    if "dot_on_path" not in request.fixturenames:
        monkeypatch.setenv("PATH", "/nowhere")


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ([SENT, KNOWN], "All 2 checks hold"),
        ([SENT], "All 1 check hold"),
        ([SENT, SKIPPED], "All 2 checks hold"),
        ([DOWN, SENT], "1 of 2 checks fails"),
        ([DOWN, DOWN, UNSEEN], "2 of 3 checks fail"),
        ([SENT, UNSEEN], "1 of 2 checks could not be made"),
        ([SKIPPED], "No check was made: 1 check skipped"),
    ],
)
def test_the_verdict_is_one_sentence(results: list[Result], sentence: str) -> None:
    assert headline(results) == sentence


def test_the_verdict_is_the_first_thing_on_the_page_and_what_fails_the_next() -> None:
    texts = Reader(page(run([SENT, DOWN, UNSEEN]))).texts
    start = texts.index("Skip to the checks")
    assert texts[start + 1 : start + 8] == [
        "✗",
        "1 of 3 checks fails",
        "Stack",
        "dev",
        ",",
        "2026-11-29 07:00:00Z",
        ": 1 ok, 1 FAIL, 1 not made",
    ]
    assert texts[start + 8 : start + 11] == [
        "csr1000v k8s-calico: sessions Established",
        "nothing answers at worker1's address",
        "client default/nginx: requests",
    ]


def test_a_failed_check_has_its_expectation_cause_and_path() -> None:
    texts = Reader(page(run([DOWN]))).texts
    start = texts.index("expected")
    assert texts[start : start + 6] == [
        *("expected", "4 of 4"),
        *("cause", "nothing answers at worker1's address"),
        *("path", "cluster.nodes.worker1"),
    ]


def test_an_answer_of_two_checks_is_shown_once_and_linked_from_the_other() -> None:
    text = page(run([DOWN, SENT]))
    assert text.count("10.0.0.11  Idle") == 1
    assert text.count('<h4 id="answer-0">') == 1
    assert '<p><a href="#answer-0">csr1000v: <code>the sessions of k8s-calico</code></a>' in text


def test_every_link_leads_to_a_place_on_the_page() -> None:
    elements = Reader(page(run([DOWN, SENT, KNOWN, UNSEEN]))).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    links = {attributes["href"] for tag, attributes in elements if tag == "a"}
    assert len(ids) == len(set(ids))
    assert links <= {f"#{each}" for each in ids}


def test_sides_are_routers_cluster_client() -> None:
    headings = re.findall(r"<h3 [^>]*>(\w+(?: \w+)?) ", page(run([KNOWN, UNSEEN, DOWN])))
    assert headings == ["Router csr1000v", "Cluster", "Client"]


def test_without_graphviz_the_page_says_so_and_opens_the_table() -> None:
    text = page(run([DOWN]))
    assert "No picture. picture: Graphviz&#39;s program &#39;dot&#39; is not on PATH" in text
    assert "<details open>\n<summary>The sessions as a table</summary>" in text
    assert '<td class="fault">Idle</td>' in text


def test_what_has_changed_since_the_last_run() -> None:
    before = record_of("dev", "2026-11-28 07:00:00Z", [replace(DOWN, verdict=Verdict.PASS, actual="4 of 4"), KNOWN])
    texts = Reader(page(run([DOWN, UNSEEN], before))).texts
    start = texts.index("Since the last run")
    assert texts[start + 1 : start + 10] == [
        *("The last run was at", "2026-11-28 07:00:00Z", "."),
        *("csr1000v k8s-calico: sessions Established", "ok (4 of 4) → FAIL (3 of 4: 10.0.0.11 Idle)"),
        *("client default/nginx: requests", "new: not made (client: refused\n  hint: key)"),
        *("cluster nodes: are the router's neighbors", "gone; was ok (4 of 4)"),
    ]


def test_nothing_has_changed() -> None:
    assert "Nothing has changed since" in page(run([DOWN], record_of("dev", "2026-11-28 07:00:00Z", [DOWN])))


def test_the_first_run_has_nothing_to_compare() -> None:
    assert "There is no earlier run beside this page." in page(run([DOWN]))


def test_what_others_wrote_is_text_and_nothing_of_it_an_element() -> None:
    reader = Reader(page(hostile_run()))
    assert {tag for tag, _ in reader.elements} & {"script", "img", "iframe", "object", "form", "link"} == set()
    assert not [name for _, attributes in reader.elements for name in attributes if name.startswith("on")]
    shown = HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    assert shown in reader.texts


@needs("dot")
def test_a_large_page_is_below_half_a_megabyte_and_cuts_what_holds_first(dot_on_path: None) -> None:
    text = page(large_run())
    assert 450_000 < len(text.encode()) <= 500_000
    assert text.count("<svg") == 1
    answers = re.findall(r"<h4 [^>]*>(.*?)</h4>\n<pre [^>]*>(.*?)</pre>", text, re.DOTALL)
    assert len(answers) == 40
    whole = [title for title, answer in answers if "more characters" not in answer]
    assert whole == ["leaf-9: <code>pod blocks in the table of k8s-metallb</code>"]


@needs("dot")
def test_a_picture_that_is_too_large_is_left_out(dot_on_path: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify.page.page.MOST_BYTES", 60_000)
    text = page(large_run())
    assert "It would make this page too large" in text
    assert ("<svg" in text, "<pre" in text) == (False, True)
    assert len(text.encode()) <= 60_000


def test_answers_that_are_too_many_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify.page.page.MOST_BYTES", 25_000)
    text = page(large_run())
    assert "Their evidence would make this page too large" in text
    assert ("<pre" in text, text.count('<li id="check-')) == (False, 40)
    assert len(text.encode()) <= 25_000
