"""`perflint init`: a first configuration and a sample to try it on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perflint.cli.choices import Lang
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.language import LANGUAGES, language
from perflint.violation import Message

STARTER = Path(__file__).parent / "starter"


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="文件夹，默认当前。 The folder.")] = Path(),
    lang: Lang = None,
) -> None:
    """写入一份初始配置和一个示例。 Write a first configuration and a sample; never over a file that exists."""
    from datetime import date

    from perflint.cli.choices import one_of
    from perflint.cli.output import write_file
    from perflint.cli.packs import load

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        if not folder.is_dir():
            raise WrongUse(f"文件夹不存在：{folder}", f"no such folder: {folder}")
        config, sample = ((STARTER / name).read_text(encoding="utf-8") for name in ("perflint.yaml", "targets.yaml"))
        config = config.replace("@RULES_VERSION@", load(()).version).replace("@YEAR@", str(date.today().year))
        files = {folder / "perflint.yaml": config, folder / "targets.yaml": sample}
        existing = [path for path in files if path.exists()]
        if folder.joinpath("perflint.yaml") in existing:
            raise WrongUse(f"已有{existing[0]}，没有改动", f"{existing[0]} exists, nothing was changed")
        for path, text in files.items():
            if path in existing:
                say(Message(f"已有{path}，没有改动", f"{path} exists and was left as it is"), spoken)
                continue
            write_file(str(path), [text.encode()])
            say(Message(f"已写入{path}", f"wrote {path}"), spoken)
    except WrongUse as error:
        give_up(error.message, spoken)
