"""Which words do several verbs take?"""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(help="The output folder, or one site's folder in it.")]
