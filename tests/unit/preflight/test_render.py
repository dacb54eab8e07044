"""`bgp-coexist render`: the text is what the plans lead to, on every platform, and complete."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from model.stack import Stack
from platforms.passwords import fingerprint
from platforms.registry import platform_of
from preflight.render import main, rendered
from tests.seed import PROJECT, Values, seed_stack, seed_values

GOLDEN = Path(__file__).parent / "rendered"
PASSWORDS = {"calicoPassword": "secretword", "metallbPassword": "anotherword"}
STACKS = pytest.mark.parametrize("name", ["dev", "frr"])


def everything(values: Values) -> None:
    """Every setting that both platforms have."""
    session: dict[str, Any] = {
        "holdSeconds": 30,
        "gracefulRestart": True,
        "bfd": {"intervalMilliseconds": 300, "multiplier": 3},
        "maximumPrefix": "auto",
    }
    for speaker in ("calico", "metallb"):
        values[speaker]["session"] = {**session, "passwordKey": f"{speaker}Password"}
    del values["calico"]["session"]["bfd"]
    values["metallb"]["mode"] = "frr"
    (router,) = values["routers"].values()
    calico = router["vrfs"]["k8s-calico"]
    calico["redistribute"] = ["static", "connected"]
    calico["export"], calico["import"] = ["65000:2", "65000:10"], ["65000:2", "65000:10", "65000:1"]
    calico["neighbors"]["remoteAs"] = {"worker1": 65011}
    calico["maximumPaths"] = 8
    del calico["neighbors"]["accept"]
    metallb = router["vrfs"]["k8s-metallb"]["neighbors"]
    metallb |= {"accept": "expected", "prefixListOut": None, "advertise": "default-route"}
    values["cluster"]["nodes"]["worker1"] = {"address": "10.0.0.11", "podRanges": ["192.168.1.0/24"]}
    router["interfaces"] = {"eth9" if router.get("platform") else "Loopback9": "10.9.9.9/32"}
    router["prefixLists"]["more"] = ["seq 5 permit 10.0.0.0/8 le 32", "seq 10 deny 0.0.0.0/0 le 32"]


def ranges(values: Values) -> None:
    """Neighbors from two ranges in every VRF."""
    (router,) = values["routers"].values()
    for vrf in router["vrfs"].values():
        vrf["neighbors"]["range"] = ["10.0.0.16/28", "10.0.0.0/28"]


def still_sent(stack: Stack, text: str) -> list[str]:
    """What the plans of all objects would send to a router that has this configuration and nothing else."""
    ((name, router),) = stack.routers.items()
    platform = platform_of(router)
    tree = platform.parse(text).tree
    marks = {key: fingerprint(clear) for key, clear in PASSWORDS.items()}
    lines = []
    for wanted in platform.objects(stack, name):
        object_type = platform.object_types[wanted.type]
        values = object_type.values.model_validate(wanted.marked_values(marks))
        lines += [repr(command) for command in object_type.plan(tree, values, None).commands]
    return lines


def only_router(stack: Stack) -> str:
    (name,) = stack.routers
    return name


@STACKS
@pytest.mark.parametrize("change", [lambda _: None, everything, ranges], ids=["seed", "everything", "ranges"])
def test_a_router_with_the_text_needs_no_line(name: str, change: Any) -> None:
    stack = seed_stack(change, name)
    assert still_sent(stack, rendered(stack, only_router(stack), PASSWORDS)) == []


def test_a_router_with_the_newer_syntax_of_vrfs_needs_no_line() -> None:
    def newer(values: Values) -> None:
        everything(values)
        values["routers"]["csr1000v"]["vrfSyntax"] = "vrf definition"

    stack = seed_stack(newer)
    assert still_sent(stack, rendered(stack, "csr1000v", PASSWORDS)) == []


@STACKS
def test_a_router_with_the_default_table_needs_no_line(name: str) -> None:
    def one_table(values: Values) -> None:
        (router,) = values["routers"].values()
        calico = router["vrfs"]["k8s-calico"]
        interfaces = {"lo": "1.1.1.2/32", "eth1": "10.0.0.254/24"} if name == "frr" else {"Loopback2": "1.1.1.2/32"}
        neighbors = {**calico["neighbors"], "remoteAs": {"worker1": 65011}}
        router["vrfs"] = {"default": {"interfaces": interfaces, "maximumPaths": 4, "neighbors": neighbors}}
        values["topology"] = "single-session"
        session = {"holdSeconds": 30, "maximumPrefix": "auto", "passwordKey": "calicoPassword"}
        values["calico"]["session"] = session
        values["cluster"]["nodes"] = {"master1": "10.0.0.1", "worker1": "10.0.0.11"}

    stack = seed_stack(one_table, name)
    text = rendered(stack, only_router(stack), PASSWORDS)
    assert still_sent(stack, text) == []
    assert rendered(stack, only_router(stack)) == (GOLDEN / f"{name}-default-table.conf").read_text()


@STACKS
def test_a_router_with_ranges_needs_no_line(name: str) -> None:
    def ranges(values: Values) -> None:
        everything(values)
        (router,) = values["routers"].values()
        for vrf in router["vrfs"].values():
            vrf["neighbors"]["range"] = ["10.0.0.16/28", "10.0.0.0/28"]
            vrf["neighbors"].pop("remoteAs", None)
        values["cluster"]["nodes"]["worker1"] = "10.0.0.11"
        for speaker in ("calico", "metallb"):
            del values[speaker]["session"]["gracefulRestart"]

    stack = seed_stack(ranges, name)
    assert still_sent(stack, rendered(stack, only_router(stack), PASSWORDS)) == []
    assert rendered(stack, only_router(stack)) == (GOLDEN / f"{name}-range.conf").read_text()


@STACKS
def test_a_line_that_is_missing_would_be_sent(name: str) -> None:
    stack = seed_stack(lambda _: None, name)
    text = rendered(stack, only_router(stack))
    (sent,) = still_sent(stack, text.replace("  redistribute connected\n", "", 1))
    assert sent.endswith("redistribute connected')")


@STACKS
@pytest.mark.parametrize("change", [lambda _: None, everything], ids=["seed", "everything"])
def test_the_text_is_exactly_this(name: str, change: Any) -> None:
    stack = seed_stack(change, name)
    golden = GOLDEN / f"{name}{'-everything' if change is everything else ''}.conf"
    assert rendered(stack, only_router(stack)) == golden.read_text()


def project(folder: Path) -> Path:
    """A project with the stack `all`, which has every setting and passwords that cannot be decrypted."""
    values = seed_values("frr")
    everything(values)
    values |= {key: {"secure": "v1:never:opened"} for key in ("routerPassword", *PASSWORDS)}
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\n")
    config = {f"bgp-coexist:{key}": value for key, value in values.items()}
    (folder / "Pulumi.all.yaml").write_text(yaml.safe_dump({"config": config}, sort_keys=False))
    return folder


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@STACKS
def test_the_command_prints_the_only_router(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = printed(capsys, "--stack", name)
    assert (code, out, err) == (0, (GOLDEN / f"{name}.conf").read_text(), "")


def test_an_unknown_router_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = printed(capsys, "--stack", "dev", "--router", "edge")
    assert (code, out) == (1, "")
    assert err == (
        "the command line has 1 problem; nothing was touched\n"
        "  --router: 'edge': the stack has no such router\n"
        "    expected: one of csr1000v\n"
    )


def test_an_unknown_stack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = printed(capsys, "--stack", "none")
    assert (code, out) == (1, "")
    assert f"--stack: 'none': there is no {PROJECT / 'Pulumi.none.yaml'}" in err


def test_without_passwords_each_is_named_and_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = printed(capsys, "--stack", "all", "--project", str(project(tmp_path)))
    assert (code, out, err) == (0, (GOLDEN / "frr-everything.conf").read_text(), "")


def test_the_passwords_are_the_environments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_CALICO_PASSWORD", "secretword")
    monkeypatch.setenv("BGP_COEXIST_METALLB_PASSWORD", "anotherword")
    code, out, err = printed(capsys, "--stack", "all", "--project", str(project(tmp_path)), "--with-passwords")
    first, *lines = (GOLDEN / "frr-everything.conf").read_text().splitlines(keepends=True)
    with_passwords = "".join([first, *(line for line in lines if "stands for" not in line)])
    for key, clear in PASSWORDS.items():
        with_passwords = with_passwords.replace(f"<{key}>", clear)
    assert (code, out, err) == (0, with_passwords, "")


def test_a_missing_or_unusable_password_is_refused_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_CALICO_PASSWORD", "two words")
    monkeypatch.delenv("BGP_COEXIST_METALLB_PASSWORD", raising=False)
    code, out, err = printed(capsys, "--stack", "all", "--project", str(project(tmp_path)), "--with-passwords")
    assert (code, out) == (1, "")
    assert err == (
        "the command line has 2 problems; nothing was touched\n"
        "  metallbPassword: is missing\n"
        "    hint: export BGP_COEXIST_METALLB_PASSWORD\n"
        "  KEY05 calicoPassword: is not accepted by all of router, Calico and MetalLB\n"
        "    expected: 1 to 25 letters, digits and signs; the first is no digit; no blank, question mark or quote\n"
        "    hint: pulumi config set --secret calicoPassword\n"
    )
