"""Which words do several verbs take?"""

from pathlib import Path
from typing import Annotated

import typer

Key = Annotated[
    str,
    typer.Option("--key", envvar="CONGRESS_CRAWLER_KEY", help="Signing key, PEM, made when absent; none: unsigned."),
]
Tsa = Annotated[str, typer.Option("--tsa", help="Time stamp the tree head here (RFC 3161, http or https).")]
Folder = Annotated[Path, typer.Argument(help="The output folder, or one site's folder in it.")]
