"""A stand-in for a router's kernel with VRF devices, which the tests' own kernel need not have: its `ip` and `ifup`.

`ip` keeps the interfaces in a file, changes them for root alone, and knows the commands that the program uses.
"""

import json
from collections.abc import Mapping
from typing import Any

from tests.frr_router import FrrRouter

FOLDER = "/etc/network/interfaces.d"
_IP = """\
#!/usr/bin/python3
import json, os, sys

FILE, REFUSED = "/home/links", "?"
words = [word for word in sys.argv[1:] if not word.startswith("-")]
links = json.load(open(FILE))
found = {each["ifname"]: each for each in links}


def end(answer, code=2):
    print(answer, file=sys.stderr)
    sys.exit(code)


if words == ["address", "show"]:
    print(json.dumps(links))
elif words[:2] == ["link", "show"]:
    print("\\n".join(each["ifname"] + " alias " + each.get("ifalias", "") for each in links))
elif os.geteuid():
    end("RTNETLINK answers: Operation not permitted")
elif REFUSED in words:
    end("RTNETLINK answers: Device or resource busy")
elif words[:2] == ["link", "add"]:
    if words[2] in found:
        end("RTNETLINK answers: File exists")
    links.append({"ifname": words[2], "linkinfo": {"info_kind": "vrf", "info_data": {"table": int(words[6])}}})
elif words[0] == "link" and words[2] not in found:
    end('Cannot find device "' + words[2] + '"', 1)
elif words[1] == "delete":
    links.remove(found[words[2]])
    for each in links:
        if each.get("master") == words[2]:
            del each["master"], each["linkinfo"]
elif "alias" in words:
    found[words[2]]["ifalias"] = words[-1]
elif words[-1] == "nomaster":
    found[words[2]].pop("master", None)
    found[words[2]].pop("linkinfo", None)
elif "master" in words:
    found[words[2]].update(master=words[-1], linkinfo={"info_slave_kind": "vrf"})
elif words[0] != "route":
    end("unknown: " + " ".join(words))
if not os.geteuid():
    json.dump(links, open(FILE + ".new", "w"))
    os.rename(FILE + ".new", FILE)
    os.chmod(FILE, 0o644)
"""
_IFUP = "#!/bin/sh\necho 'ifup version 0.8.41'\n"
_INTERFACES = f"source {FOLDER}/*\n"


def install(router: FrrRouter, *links: Mapping[str, Any]) -> None:
    """Give a router these interfaces, and a system that keeps what is in ifupdown's folder."""
    router.run("rm", "-rf", FOLDER)
    router.run("mkdir", "-p", FOLDER)
    for path, text in (
        ("/home/links", json.dumps(links)),
        ("/bin/ip", _IP),
        ("/bin/ifup", _IFUP),
        ("/etc/network/interfaces", _INTERFACES),
    ):
        write(router, path, text)


def write(router: FrrRouter, path: str, text: str) -> None:
    """Write a file that every user may run."""
    assert router.run("sh", "-c", 'rm -f "$1"; cat >"$1"; chmod 755 "$1"', "sh", path, stdin=text) == ""


def refusing(word: str) -> str:
    """An `ip` that refuses every change with the word."""
    return _IP.replace('"?"', json.dumps(word))


def links(router: FrrRouter) -> list[str]:
    """Each interface, with the VRF device that it is in."""
    found: list[dict[str, Any]] = json.loads(router.run("cat", "/home/links"))
    return [" ".join([each["ifname"], *([each["master"]] if "master" in each else [])]) for each in found]


def kept(router: FrrRouter) -> list[str]:
    """The files in ifupdown's folder, the hidden ones as well."""
    return router.run("ls", "-A", FOLDER).split()
