"""Can every kind of practice site be tried by its name?"""

import http.client
import tomllib

import pytest

from congress_crawler.practice.kinds import KINDS, make
from congress_crawler.practice.trying import (
    PORT,
    PortTaken,
    kind_of,
    port_of,
    practice_profile,
    practice_toml,
    serve_kinds,
    serve_practice,
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_profile_of_a_kind_names_its_section_and_leaves_the_rest_to_recognition(kind: str) -> None:
    url = "http://127.0.0.1:8799/"
    said = tomllib.loads(practice_toml(url, kind))
    assert said["listing"] == [{"section": make(kind).expected().section}]
    assert not {"dialect", "family", "hints"} & set(said)
    assert practice_profile(url, kind).site == f"practice-{kind}"
    assert kind_of(f"practice-{kind}") == kind


def test_each_kind_has_a_port_of_its_own() -> None:
    ports = [port_of(kind) for kind in (None, *KINDS)]
    assert ports == list(range(PORT, PORT + len(KINDS) + 1))


def test_several_kinds_are_served_at_once() -> None:
    with serve_kinds(("plain", "vsb"), epoch=1, articles=33, port=0) as urls:
        assert list(urls) == ["plain", "vsb"]
        for kind, url in urls.items():
            row = make(kind, 1, 33).expected().rows[0]
            client = http.client.HTTPConnection(url.removeprefix("http://").rstrip("/"), timeout=10)
            client.request("GET", row.path)
            assert client.getresponse().status == 200
            client.close()


def test_a_port_in_use_is_said_with_a_way_out() -> None:
    taken = pytest.raises(PortTaken, match="another practice site running")
    with serve_practice(make("plain"), 0) as server, taken, serve_practice(make("vsb"), server.port):
        pass
