"""Whose signature is it?

Ed25519 (RFC 8032). The private key is made on first use and lies outside the output, in the user's configuration: who
copies or publishes an archive does not hand out the right to sign it.
"""

import logging
import os
import tempfile
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

logger = logging.getLogger(__name__)

NONE: Literal["none"] = "none"  #: said instead of a file: heads are not signed
_HINT = "Give a PEM file with an Ed25519 key in PKCS #8, name a file that is not there yet, or say --key none"


class BadKey(Exception):
    """The signing key cannot be used or made. The message names the file and says what to do."""


class Key:
    """A private key at hand. Made by `load`."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = public_hex(private.public_key())  #: its public key, 64 hex digits

    def sign(self, text: bytes) -> str:
        """The signature of a text, 128 hex digits."""
        return self._private.sign(text).hex()


def usual() -> Path:
    """Where the key lies when no other is named: $XDG_CONFIG_HOME or ~/.config, congress-crawler/signing-key.pem.

    Raises BadKey when there is no home folder to look in.
    """
    base = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        folder = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    except RuntimeError as error:
        raise BadKey(f"there is no home folder to keep the signing key in ({error}). {_HINT}") from error
    return folder / "congress-crawler" / "signing-key.pem"


def load(path: Path) -> Key:
    """The key in a file; a new one, readable by its owner alone, when the file is not there.

    In: a PEM file. Raises BadKey.
    """
    try:
        if not path.exists():
            _make(path)
        private = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise BadKey(f"{path}: {error.strerror or error}. {_HINT}") from error
    except (ValueError, TypeError) as error:  # the latter: it wants a password
        raise BadKey(f"{path}: is no private key that can be read: {error}. {_HINT}") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadKey(f"{path}: is a key of another kind. {_HINT}")
    return Key(private)


def key_from(word: str) -> Path | Literal["none"] | None:
    """What a word of the command line means: a file, `none` for no signature, None ("") for the usual key."""
    return None if not word else NONE if word == NONE else Path(word)


def check(key: Path | Literal["none"] | None) -> None:
    """See before a crawl that its head can be signed: BadKey is raised now rather than after hours.

    In: a file, `none`, or None for the usual place, where no key need be yet.
    """
    if key is not None and key != NONE:
        load(Path(key))
    elif key is None and (path := _usual()) is not None and path.exists():
        load(path)


def choose(key: Path | Literal["none"] | None) -> Key | None:
    """The key to sign with; None: no signature.

    In: a file, `none`, or None for the usual place. A usual place where nothing can be made is a warning and no
    signature: a crawl under a user without a home is a crawl all the same. Raises BadKey for everything else.
    """
    path = _usual() if key is None else key
    if path is None or path == NONE:
        return None
    path = Path(path)
    made = path.exists()
    try:
        found = load(path)
    except BadKey as error:
        if made or key is not None:
            raise
        logger.warning("no signing key can be made, so the tree head will not be signed: %s", error)
        return None
    if path.stat().st_mode & 0o077:
        logger.warning("%s can be read by others, who may sign with it: chmod 600 %s", path, path)
    return found


def _usual() -> Path | None:
    """Where the key usually lies; None, with a warning, when there is no such place."""
    try:
        path = usual()
        path.exists()
    except (BadKey, OSError) as error:
        logger.warning("no place for a signing key, so the tree head will not be signed: %s", error)
        return None
    return path


def signed_by(key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether a signature over a text is that of a public key. In: 32 bytes, 64 bytes, any bytes. Never raises."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_hex(key: Ed25519PublicKey) -> str:
    """A public key as 64 hex digits, its 32 raw bytes (RFC 8032, section 5.1.5)."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _make(path: Path) -> None:
    """Make a key and give it its name; when another process was faster, its key stays. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        Path(name).unlink(missing_ok=True)
    public = public_hex(private.public_key())
    logger.warning("%s: a new signing key was made; keep a copy in a safe place. Its public key is %s", path, public)
