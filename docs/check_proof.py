"""Was this article sealed as it is? Checks what `congress-crawler prove` wrote (docs/proofs.md), without that program.
python check_proof.py PROOF.json FILE… [--key HEX] [--earlier HEAD.json]      needs Python and `cryptography`
FILE: articles.jsonl or the row alone, the WARC files or the records alone. --key: the public key that you trust.
--earlier: a line of heads.jsonl that you kept (`prove --since` its run). Exit 0 when everything is proven.
"""

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def need(good, what):
    print("proven:" if good else sys.exit(f"NOT PROVEN: {what}"), what)


def read(name, start, length):  # the part of a file, or the file that is this part alone
    with Path(name).open("rb") as file:
        file.seek(0 if Path(name).stat().st_size == length else start)
        return file.read(length)


def climb(at, last, path, first):  # RFC 9162: 2.1.3.2 for a leaf; 2.1.4.2 for an earlier tree (old) in a later (new)
    old = new = first
    for beside in map(bytes.fromhex, path):
        left = at & 1 or at == last
        old = sha256(b"\x01" + beside + old).digest() if left else old
        new = sha256(b"\x01" + (beside + new if left else new + beside)).digest()
        up = (at & -at).bit_length() if left and at else 1
        at, last = at >> up, last >> up
    return (old.hex(), new.hex()) if at == last == 0 else ("", "")


args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
for name, more in {"proof": {}, "files": {"nargs": "+"}, "--key": {}, "--earlier": {}}.items():
    args.add_argument(name, **more)
args, seen = args.parse_args(), {}
proof = json.loads(Path(args.proof).read_bytes())
text, key, signature = (proof["head"][name] for name in ("text", "key", "signature"))
_, site, run, at, size, root, _, _ = text.split("\n")
need(args.key in {None, key}, f"the tree head of {site}, run {run}, {at}, names the key {key}")
if key:  # raises InvalidSignature
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text.encode())
for leaf in proof["leaves"]:
    what, name, start, length, digest = (leaf[said] for said in ("what", "name", "offset", "length", "sha256"))
    parts = {sha256(part).hexdigest(): part for part in (read(file, start, length) for file in args.files)}
    need(digest in parts, f"{what}: a file given has the {length} bytes that stand at byte {start} of {name}")
    seen[what] = parts[digest], name, start
    node = sha256(f"\0{name}\n{start}\n{length}\n{digest}\n".encode()).digest()
    need(climb(leaf["index"], int(size) - 1, leaf["path"], node)[1] == root, f"{what}: this tree head seals them")
ref = json.loads(seen["row"][0])["provenance"]["warc"]
need((f"warc/{ref['file']}", ref["offset"]) == seen["record"][1:], "the row was read from this record")
if args.earlier:
    old, path = json.loads(Path(args.earlier).read_bytes()), proof["earlier"]["path"]
    path, zeros = [old["root"]] * (old["size"].bit_count() == 1) + path, (old["size"] & -old["size"]).bit_length() - 1
    ends = climb(old["size"] - 1 >> zeros, int(size) - 1 >> zeros, path[1:], bytes.fromhex(path[0])) if path else ()
    need(old["root"] == root or ends == (old["root"], root), f"the log grew from your head of {old['size']} leaves")
