"""Who wrote it: the kinds that the field's pages have, one by one, and what any text may not do to the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.lexicon.words import pairs, words
from congress_crawler.normalise import (
    fold,
    names,
    organisation,
    person,
    read_authors,
    read_byline,
    read_source,
    read_text,
    read_title,
)
from congress_crawler.normalise import labels as label_room
from tests.pace import seconds

ORGANISATION, PERSON = "organisation", "person"

# What stands behind 作者 or opens a text → (name, kind), then the same kind in our own names.
FIELDS = [
    ("肥城市人大常委会办公室 雷明广 杜坤", ["肥城市人大常委会办公室", "雷明广", "杜坤"]),
    ("云溪县人大常委会办公室 方小舟 林帆", ["云溪县人大常委会办公室", "方小舟", "林帆"]),
    ("中寨乡 钟伦华", ["中寨乡", "钟伦华"]),
    ("石桥乡 方一舟", ["石桥乡", "方一舟"]),
    ("记者杨连通讯员史黎", ["杨连", "史黎"]),
    ("记者方舟通讯员林帆", ["方舟", "林帆"]),
    ("文|田淳畅 图|阿米拉乐", ["田淳畅", "阿米拉乐"]),
    ("文|方小舟 图|扎西平措", ["方小舟", "扎西平措"]),
    ("李 倩", ["李倩"]),
    ("王霞 李倩", ["王霞", "李倩"]),
    ("方 舟", ["方舟"]),
    ("方舟 林帆", ["方舟", "林帆"]),
    ("欧阳予慧", ["欧阳予慧"]),
    ("司马小舟", ["司马小舟"]),
    ("阿不都热合曼·买买提", ["阿不都热合曼·买买提"]),
    ("古丽娜•艾山", ["古丽娜•艾山"]),
    ("方小舟、林一帆", ["方小舟", "林一帆"]),
    ("方小舟,林一帆", ["方小舟", "林一帆"]),
    ("方小舟;林一帆", ["方小舟", "林一帆"]),
    ("方小舟 林一帆", ["方小舟", "林一帆"]),
    ("方小舟林一帆", ["方小舟", "林一帆"]),
    ("财务科", ["财务科"]),
    ("机要科", ["机要科"]),
    ("市人大常委会副主任 伏秀霞", ["伏秀霞"]),
    ("县人大常委会主任 方小舟", ["方小舟"]),
]


@pytest.mark.parametrize(("raw", "wanted"), FIELDS, ids=[raw for raw, _ in FIELDS])
def test_an_author_field_gives_its_names_in_order(raw: str, wanted: list[str]) -> None:
    authors, reason = read_authors(raw)
    assert ([author.name for author in authors], reason) == (wanted, None)
    for author in authors:
        assert author.kind == (ORGANISATION if author.name.endswith(("室", "科", "乡")) else PERSON)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("redcloud", "account"),
        ("yunxi2019", "account"),
        ("系统管理员", "account"),
        ("佚名", "unknown-marker"),
        ("未知来源", "unknown-marker"),
        ("", "empty-label"),
        (" \u3000", "empty-label"),
        ("关于全过程人民民主的几点思考", "ambiguous"),
        ("责任编辑：方小舟", "not-on-page"),
    ],
)
def test_what_is_no_author_has_a_reason(raw: str, reason: str) -> None:
    assert read_authors(raw) == ([], reason)


@pytest.mark.parametrize(
    "line", ["(青州人大 赵建华)", "（云溪人大 方小舟）", "本报讯(记者 方小舟)", "本网讯（方小舟）近日，"]
)
def test_brackets_at_either_end_and_behind_a_dateline_name_the_writer(line: str) -> None:
    found = read_byline(line)
    assert found.persons in (["赵建华"], ["方小舟"])
    assert found.organisations in ([], ["青州人大"], ["云溪人大"])


def test_an_editor_is_no_author() -> None:
    for label in (label for label, kind in pairs("labels.tsv").items() if kind == "editor"):
        found = read_byline(f"{label}：方小舟")
        assert (found.authors, found.editors) == ([], ["方小舟"]), label


def test_a_post_is_kept_as_text_of_the_name_it_belongs_to() -> None:
    (author,) = read_authors("市人大常委会副主任 方小舟")[0]
    assert (author.name, author.kind, author.raw) == ("方小舟", PERSON, "市人大常委会副主任 方小舟")
    (author,) = read_authors("市人大常委会副主任方小舟")[0]
    assert author.raw == "市人大常委会副主任方小舟"
    people = read_authors("县人大办公室 县人大代表 方小舟 林 帆")[0]
    assert [author.raw for author in people] == ["县人大办公室", "县人大代表 方小舟", "林 帆"]


def test_a_source_is_read_as_shown() -> None:
    assert read_source("云溪日报") == ("云溪日报", None)
    assert read_source("云溪县人大（方小舟）") == ("云溪县人大", None)
    assert read_source("云溪日报（海外版）") == ("云溪日报（海外版）", None)
    assert read_source("不详")[1] == "unknown-marker"
    assert read_source("来源： 时间：2021-05-13")[1] == "empty-label"


ANY = st.text(max_size=80)
LIKE = st.text(
    alphabet="来源作者时间编辑记者通讯员方舟林帆欧阳古丽娜县人大常委会办公室主任报道摄文图系供稿日报社网站"
    "：:（）()【】 \u3000\n|｜丨/／、，·•0123456789-年月日ABab.",
    max_size=60,
)


@given(ANY | LIKE)
def test_any_text_is_read_without_fault_and_every_name_stands_in_it(raw: str) -> None:
    found = read_byline(raw)
    flat = "".join(raw.split())
    for author in found.authors:
        assert "".join(author.name.split()) in flat
        assert "".join(author.raw.split()) in flat
        assert author.name
    for name in found.editors:
        assert "".join(name.split()) in flat
    assert found.source is None or "".join(found.source.split()) in flat


@given(ANY | LIKE)
def test_every_reader_gives_a_value_or_a_reason(raw: str) -> None:
    for read in (read_authors, read_source, read_text, read_title):
        value, reason = read(raw)
        assert bool(value) == (reason is None)


@given(ANY | LIKE)
def test_no_person_is_a_word_for_an_organisation(raw: str) -> None:
    taken = {*words("organisations.txt"), *words("posts.txt"), *words("notnames.txt")}
    for name in read_byline(raw).persons:
        assert name not in taken
        assert not (organisation.is_organisation(name) and len(name) > 4)


@given(ANY | LIKE)
def test_cutting_at_labels_loses_nothing_but_labels_and_signs(raw: str) -> None:
    flat = "".join(raw.split())
    at = 0
    for part in label_room.split(raw):
        value = "".join(part.value.split())
        at = flat.find(value, at)
        assert at >= 0
        at += len(value)


@given(ANY | LIKE)
def test_cleaning_twice_is_cleaning_once_and_scripts_keep_their_length(raw: str) -> None:
    assert fold.clean(fold.clean(raw)) == fold.clean(raw)
    assert fold.key(fold.key(raw)) == fold.key(raw)
    assert len(fold.simplified(raw)) == len(raw)
    found, _ = read_text(raw)
    again, _ = read_text("\n".join(paragraph.text for paragraph in found))
    assert [paragraph.text for paragraph in again] == [paragraph.text for paragraph in found]


BAD = [
    "张",
    "县",
    "作 者 ",
    "作者",
    "：",
    "记者",
    "（",
    "（记者 ",
    "文/",
    "来源：",
    " ",
    "王 ",
    "办公室",
    "市中区",
    "张三、",
    "1",
    "2016-0",
    "·",
    "第一",
    "年",
]


@pytest.mark.parametrize("piece", BAD)
def test_long_text_costs_no_more_than_its_length(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    ways = (read_byline, read_text, read_title, names.read)
    assert seconds(lambda: [way(text) for way in ways]) < 1.0  # measured: 0.3 s at most


@pytest.mark.parametrize("name", ["王新社", "李建网", "马会社", "于政府", "周会办"])
def test_a_name_that_ends_like_an_office_is_a_person(name: str) -> None:
    assert person.strict(name)
    assert [author.kind for author in read_authors(name)[0]] == [PERSON]


@pytest.mark.parametrize("name", ["新华社", "文汇报", "温州网", "高新区", "王村镇", "石桥镇", "张庄乡"])
def test_an_office_that_begins_like_a_name_is_an_organisation(name: str) -> None:
    assert [author.kind for author in read_authors(name)[0]] == [ORGANISATION]


@pytest.mark.parametrize("word", ["张家口", "石家庄", "马鞍山", "连云港", "资料图片", "党组成员", "左三"])
def test_a_place_or_a_word_in_brackets_is_no_person(word: str) -> None:
    assert read_byline(f"（{word}）").persons == []
