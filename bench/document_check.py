"""How long a check takes: `python -m bench.document_check [FILE.txt …]`.

Without a file, a text of our own making: paragraphs of a summary with other numbers each, 20,000
characters of it. The limit is a second for 20,000 characters, extraction and all rules, no layout.
"""

import os
import random
import sys
import time
from pathlib import Path

CHARACTERS, LIMIT_SECONDS = 20_000, 1.0
SEED = 20100203
PARAGRAPHS = (
    "一是抓{0}。全镇新建村级公路{0}.{1}公里，改造危房{2}平方米，惠及{3}户，受益面达{1}%。",
    "二是抓队伍。发展党员{0}名，其中女性{1}名，召开座谈会{2}次，征求意见建议{3}余条。",
    "三是抓项目。投资{2}余万元改造渠道，拟在{1}月前完成{0}公里，力争解决{3}亩农田灌溉问题。",
    "在整改中做到三个到位：认识到位，责任到位，措施到位，清理违章建房{2}起，调处纠纷{0}起。",
)


def made(characters: int = CHARACTERS) -> str:
    """Return a text of so many characters, the same at every run."""
    dice = random.Random(SEED)
    lines: list[str] = []
    while sum(map(len, lines)) + len(lines) < characters:
        numbers = (
            dice.randint(2, 90),
            dice.randint(2, 9),
            dice.randint(100, 9000),
            dice.randint(10, 900),
        )
        lines.append(dice.choice(PARAGRAPHS).format(*numbers))
    return "\n".join(lines)[:characters]


def main(paths: list[str]) -> None:
    """Print for each text its length, figures, findings, and the seconds beside the limit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    os.environ.setdefault("BIHUAN_MODE", "test")
    import django

    django.setup()
    from bihuan.documents.checking.text_checking import check_text

    texts = {Path(path).name: Path(path).read_text("utf-8-sig") for path in paths}
    check_text(made(1_000))  # word lists are read once a process
    for name, text in (texts or {"made": made()}).items():
        began, worked = time.perf_counter(), time.process_time()
        report = check_text(text)
        took, work = time.perf_counter() - began, time.process_time() - worked
        limit = LIMIT_SECONDS * len(text) / CHARACTERS
        print(
            f"{name}: {len(text)} characters, {len(report.figures)} figures, "
            f"{len(report.findings)} findings, {took:.2f} s on the clock, "
            f"{work:.2f} s of the processor (limit {limit:.2f} s)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
