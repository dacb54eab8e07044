"""The SVG, as the real `dot` draws it: everything is in it, nothing of it runs, and dark colours are complete."""

import re
from xml.etree import ElementTree

import pytest

from model.stack import Stack
from picture import colours
from picture.network import States, network_of
from picture.svg import PictureError, svg
from tests.parts import needs
from tests.seed import Values, seed_stack
from tests.unit.picture.stacks import states, ten_racks, two_hundred

SVG = "{http://www.w3.org/2000/svg}"
drawn = pytest.mark.usefixtures("dot_on_path")


def root(stack: Stack, found: States | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(svg(network_of(stack, found), "stack dev"))


def titles(picture: ElementTree.Element, kind: str) -> list[str]:
    groups = [group for group in picture.iter(f"{SVG}g") if group.get("class") == kind]
    return [group.findtext(f"{SVG}title") or "" for group in groups]


def texts(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


@needs("dot")
@drawn
def test_every_session_and_leak_is_an_edge_with_its_ends() -> None:
    found = titles(root(seed_stack()), "edge")
    assert len(found) == 9
    assert "csr1000v: k8s-metallb and k8s-calico import each other's routes" in found
    assert "worker1, Calico, AS 65002 → csr1000v k8s-calico 1.1.1.2, AS 65000" in found
    assert "worker3, MetalLB, AS 65001 → csr1000v k8s-metallb 10.0.0.254, AS 65000" in found


@needs("dot")
@drawn
def test_every_interface_and_address_is_readable_in_it() -> None:
    found = texts(root(seed_stack()))
    for text in ("Loopback2", "1.1.1.2/32", "GigabitEthernet2", "10.0.0.254/24", "VRF k8s-calico", "10.0.0.13"):
        assert text in found


@needs("dot")
@drawn
def test_a_fault_is_said_in_words_and_drawn_dashed() -> None:
    stack = seed_stack()
    picture = root(stack, states(stack, {("k8s-calico", "worker1"): "Idle", ("k8s-metallb", "worker3"): ""}))
    assert {"Idle", "unknown"} <= set(texts(picture))
    edges = [path for path in picture.iter(f"{SVG}path") if path.get("stroke") in colours.EDGES.values()]
    looks = {(path.get("stroke"), bool(path.get("stroke-dasharray"))) for path in edges}
    assert looks == {("#15803d", False), ("#b91c1c", True), ("#64748b", True)}


@needs("dot")
@drawn
def test_a_bold_text_is_as_large_as_it_was_meant() -> None:
    sizes = {text.text: text.get("font-size") for text in root(seed_stack()).iter(f"{SVG}text")}
    assert [sizes[words] for words in ("stack dev", "Loopback2", "Loopback1", "10.0.0.13")] == ["13", "11", "11", "11"]


@needs("dot")
@drawn
def test_two_hundred_nodes_fit_on_a_screen_with_the_faulty_ones_named() -> None:
    stack = seed_stack(two_hundred)
    picture = root(stack, states(stack, {("k8s-calico", "node-8"): "Idle"}))
    assert {"200 nodes", "199 of 200 Established", "node-8 Idle"} <= set(texts(picture))
    width, height = (float((picture.get(side) or "").removesuffix("pt")) for side in ("width", "height"))
    assert (width < 1000, height < 500) == (True, True)


@needs("dot")
@drawn
def test_racks_are_in_the_order_of_the_file() -> None:
    picture = root(seed_stack(ten_racks))
    heights = {
        label.text: float(label.get("y") or "")
        for label in picture.iter(f"{SVG}text")
        if re.fullmatch(r"leaf-\d+, AS 65000", label.text or "")
    }
    assert sorted(heights, key=lambda name: heights[name]) == [f"leaf-{rack}, AS 65000" for rack in range(1, 11)]


@needs("dot")
@drawn
def test_names_and_states_are_text_and_never_elements() -> None:
    def renamed(values: Values) -> None:
        values["routers"]["<script>alert(1)</script>&amp;"] = values["routers"].pop("csr1000v")

    stack = seed_stack(renamed)
    picture = root(stack, states(stack, {("k8s-calico", "worker1"): "<img src=x onerror=alert(1)>"}))
    assert "<script>alert(1)</script>&amp;, AS 65000" in texts(picture)
    assert "<img src=x onerror=alert(1)>" in texts(picture)
    kinds = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert kinds == {"svg", "style", "g", "title", "polygon", "path", "text"}


@needs("dot")
@drawn
def test_every_colour_that_is_drawn_has_a_dark_one() -> None:
    stack = seed_stack()
    picture = root(stack, states(stack, {("k8s-calico", "worker1"): "Idle", ("k8s-metallb", "worker3"): ""}))
    used = {element.get(side) for element in picture.iter() for side in ("fill", "stroke")}
    dark = set(re.findall(r'="(#\w+)"\]', colours.dark_sheet(".network")))
    assert used - {None, "none", "transparent"} - dark == set()


def test_without_graphviz_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PictureError) as caught:
        svg(network_of(seed_stack()), "stack dev")
    assert str(caught.value) == (
        "picture: Graphviz's program 'dot' is not on PATH\n"
        '  hint: make setup, then eval "$(make -s env)"; or install Graphviz; --mermaid needs neither'
    )
