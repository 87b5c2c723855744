"""What does the evidence folder say of itself, to people who do not have this software?"""

from importlib import resources
from string import Template

from congress_crawler.provenance.model import Story
from congress_crawler.provenance.tell_more import fold


def readme(story: Story, *, proven: bool) -> str:
    """The text of README.txt, Chinese first. In: the story; whether the folder holds proofs."""
    folder = resources.files("congress_crawler").joinpath("provenance")
    text = folder.joinpath("readme.txt").read_text(encoding="utf-8")
    seal = folder.joinpath("readme-sealed.txt" if proven else "readme-unsealed.txt").read_text(encoding="utf-8")
    chinese, _, english = seal.partition("\n----\n")
    newest = story.versions[-1]
    wrong = "".join(f"\n  ! {fault}" for fault in story.faults) or " 无 / none"
    return Template(text).safe_substitute(
        id=story.id,
        title=fold(newest.row.title or ""),
        url=story.url,
        asked=story.asked,
        version=newest.row.version,
        record=newest.record.ref.record_id,
        wrong=wrong,
        sealed_zh=Template(chinese.strip()).safe_substitute(version=newest.row.version),
        sealed_en=Template(english.strip()).safe_substitute(version=newest.row.version),
    )
