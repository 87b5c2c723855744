"""The signing key: made once, for its owner alone, outside of the output; and what is refused."""

import os
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from congress_crawler.proof.keys import BadKey, check, choose, load, signed_by, usual


def test_a_key_is_made_on_first_use_and_stays(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "new/folder/key.pem"
    key = load(path)
    assert key.public in caplog.text
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert load(path).public == key.public
    assert isinstance(load_pem_private_key(path.read_bytes(), None), Ed25519PrivateKey)
    assert signed_by(bytes.fromhex(key.public), bytes.fromhex(key.sign(b"text")), b"text")
    assert not signed_by(bytes.fromhex(key.public), bytes.fromhex(key.sign(b"text")), b"Text")
    assert not signed_by(b"short", b"short", b"text")


def test_two_at_once_make_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(load(tmp_path / "k.pem").public)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["k.pem"]


def test_the_usual_key_lies_in_the_users_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert usual() == tmp_path / "congress-crawler/signing-key.pem"
    check(None)
    assert not usual().exists()  # looking makes none
    made = choose(None)
    assert made is not None
    assert made.public == load(usual()).public
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")  # the specification says to pass over such a value
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert usual() == tmp_path / "home/.config/congress-crawler/signing-key.pem"


def test_where_no_usual_key_can_be_made_the_head_is_unsigned_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    assert choose(None) is None
    assert "will not be signed" in caplog.text
    assert choose("none") is None


@pytest.mark.parametrize("what", ["text", "another kind", "password", "folder", "no room"])
def test_what_is_no_key_is_refused_before_the_crawl(tmp_path: Path, what: str) -> None:
    path = tmp_path / "key.pem"
    pem, pkcs8 = Encoding.PEM, PrivateFormat.PKCS8
    match what:
        case "text":
            path.write_text("-----BEGIN PRIVATE KEY-----\nnothing\n", encoding="ascii")
        case "another kind":
            path.write_bytes(generate_private_key(SECP256R1()).private_bytes(pem, pkcs8, NoEncryption()))
        case "password":
            locked = BestAvailableEncryption(b"secret")
            path.write_bytes(Ed25519PrivateKey.generate().private_bytes(pem, pkcs8, locked))
        case "folder":
            path.mkdir()
        case "no room":
            path.write_bytes(b"")
            path = path / "below-a-file.pem"
    with pytest.raises(BadKey, match=r"key\.pem.*--key none"):
        check(path)


def test_a_key_that_others_can_read_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    load(tmp_path / "key.pem")
    (tmp_path / "key.pem").chmod(0o644)
    assert choose(tmp_path / "key.pem") is not None
    assert "chmod 600" in caplog.text
    assert os.environ.get("CONGRESS_CRAWLER_KEY") is None
