"""What is in this record, and in those of the same capture?

Reads records where rows and the look through the archive say they lie. Each is read with its lengths and digests
computed again; all that were read are remembered, for the account at the end and for the bundle.
"""

from pathlib import Path

import msgspec

from congress_crawler.archive import payload
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.members import Damage, Unreadable, read_at, scan
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.items import WarcRef
from congress_crawler.profile import Profile, decode
from congress_crawler.provenance.indexed import Indexed
from congress_crawler.provenance.model import Said
from congress_crawler.provenance.places import Places, Progress, look

MOST_BESIDE = 16  # records beside one answer; we write four at most


class Front(msgspec.Struct, frozen=True):
    """What a WARC file begins with."""

    info: dict[str, str]  #: what its warcinfo record says
    records: list[WarcRef]  #: that record and the profile's
    profile: Profile | None
    why: str = ""  #: why there is no profile

    @property
    def run(self) -> str:
        """The run that wrote the file; "" when it does not say."""
        return self.info.get("run", "")


class Shelf:
    """The WARC files of one site, for reading. `close` it."""

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        """In: the site's folder; who is told how far a look through the archive is."""
        self.folder = folder
        self.seen: dict[tuple[str, int], Said] = {}  #: every record read, by file and first byte
        self._progress = progress
        self._fronts: dict[str, Front] = {}
        self._indexed: Indexed | None = None
        self._all: Places | None = None

    @property
    def places(self) -> Places | Indexed:
        """Where answers lie: by the sorted index, else by a look through the whole archive. Raises StorageError."""
        if self._all is not None:
            return self._all
        if self._indexed is None:
            try:
                self._indexed = Indexed(self.folder)
            except StorageError:  # an archive that cannot be written to: then without an index
                return self.look()
        return self._indexed

    def look(self) -> Places:
        """Look through the whole archive, once; from then on its answers count. Raises StorageError."""
        if self._all is None:
            self._all = look(self.folder, self._progress)
        return self._all

    @property
    def damage(self) -> list[str]:
        """What a look through the archive found that is no record; none when there was no such look."""
        return self._all.damage if self._all is not None else []

    def close(self) -> None:
        """Give back what was opened."""
        if self._all is not None:
            self._all.close()

    def read(self, ref: WarcRef) -> Record:
        """The record at a reference, its own payload held. Raises Unreadable."""
        try:
            record = read_at(self.folder / "warc" / ref.file, ref.offset, ref.length)
            if record.id != ref.record_id:
                what = f"is {record.id}, not {ref.record_id}"
                raise Unreadable(f"warc/{ref.file}: byte {ref.offset}: {what}")
        except Unreadable as error:
            self.seen[ref.file, ref.offset] = Said(ref=ref, sound=False, why=str(error))
            raise
        self._note(ref.file, record)
        return record

    def whole(self, ref: WarcRef) -> Record:
        """The record with the payload that it stands for: a revisit gets its original's. Raises Unreadable."""
        record = self.read(ref)
        if record.type != "revisit":
            return record
        url = record.headers.get("WARC-Refers-To-Target-URI", "")
        return payload.read(self.folder, ref, lambda record_id, digest: self._target(record_id, digest, url))

    def original(self, record: Record) -> WarcRef | None:
        """Where the record lies that a revisit refers to; None for other records, or when it is not there."""
        if record.type != "revisit":
            return None
        said = record.headers.get
        return self._target(
            said("WARC-Refers-To", ""), record.payload_digest or "", said("WARC-Refers-To-Target-URI", "")
        )

    def made_of(self, record: Record, file: str) -> list[WarcRef]:
        """The records that an answer rests on: a revisit on its original, a rendered page on what the browser got."""
        of = self.original(record)
        found = [of] if of is not None else []
        if record.rendered:
            beside = [read_fields(one.payload or b"") for one in self.beside(file, record) if one.type == "metadata"]
            parts = " ".join(said.get("parts", "") for said in beside).split()
            ids = dict.fromkeys([record.headers.get("WARC-Refers-To", ""), *parts])
            found += [ref for one in ids if one for ref in self.look().of_id(one)]
        return found

    def said(self, ref: WarcRef) -> Said:
        """What the record at a reference says, read now; with the reason when it is not sound."""
        try:
            record = self.whole(ref)
        except Unreadable as error:
            said = self.seen.get((ref.file, ref.offset)) or Said(ref=ref)
            return msgspec.structs.replace(said, sound=False, why=said.why or str(error))
        return msgspec.structs.replace(self.seen[ref.file, ref.offset], size=len(record.payload or b""))

    def beside(self, file: str, of: Record) -> list[Record]:
        """The records behind an answer that belong to the same capture: its request, what is said about it."""
        found: list[Record] = []
        try:
            for record in scan(self.folder / "warc" / file, of.offset + of.length):
                if isinstance(record, Damage) or record.headers.get("WARC-Concurrent-To") != of.id:
                    break
                self._note(file, record)
                found.append(record)
                if len(found) == MOST_BESIDE:
                    break
        except OSError as error:
            raise StorageError(f"warc/{file}: cannot be read: {error.strerror}") from error
        return found

    def front(self, file: str) -> Front:
        """What a WARC file begins with; empty where it cannot be read."""
        if file not in self._fronts:
            self._fronts[file] = self._front(file)
        return self._fronts[file]

    def _front(self, file: str) -> Front:
        info: dict[str, str] = {}
        refs: list[WarcRef] = []
        try:
            for record in scan(self.folder / "warc" / file):
                if isinstance(record, Damage) or record.type not in {"warcinfo", "resource"}:
                    break
                self._note(file, record)
                refs.append(_ref(file, record))
                if record.type == "warcinfo":
                    info = read_fields(record.payload or b"")
                else:
                    return Front(info, refs, decode(record.payload or b""))
        except OSError as error:
            return Front(info, refs, None, f"warc/{file}: cannot be read: {error.strerror}")
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return Front(info, refs, None, f"warc/{file}: its profile is none that this version knows: {error}")
        return Front(info, refs, None, f"warc/{file}: does not begin with warcinfo and a profile")

    def _target(self, record_id: str, payload_digest: str, url: str) -> WarcRef | None:
        """Where the answer with an id and a payload lies; `url`: its address, as far as it is known."""
        refs = self.places.of_id(record_id, url) or self.look().of_id(record_id)
        for ref in refs:
            try:
                record = self.read(ref)
            except Unreadable:
                continue
            if record.type != "revisit" and record.payload_digest == payload_digest:
                return ref
        return None

    def _note(self, file: str, record: Record) -> None:
        status = record.status if record.type in {"response", "revisit", "conversion"} else None
        self.seen[file, record.offset] = Said(
            ref=_ref(file, record),
            type=record.type,
            at=record.date,
            url=record.url or "",
            status=status,
            payload_digest=record.payload_digest,
            size=len(record.payload) if record.payload is not None else None,
        )


def _ref(file: str, record: Record) -> WarcRef:
    return WarcRef(file=file, offset=record.offset, length=record.length, record_id=record.id)
