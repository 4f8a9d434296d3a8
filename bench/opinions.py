"""`python -m bench.opinions FILE.csv [--model DIR]`: score labelled messages.

With columns `text` and `label`: cross-validation, learning curve and speed of classification, or
with `--model` how a given model does on the file. With `issue` and `status`: merging.
"""

import argparse
from pathlib import Path

from bench import opinions_classify
from bihuan.opinions.classifying.tables import look_at


def main() -> None:
    """Score one file, or several in turn."""
    parser = argparse.ArgumentParser(prog="python -m bench.opinions")
    parser.add_argument("files", metavar="FILE.csv", type=Path, nargs="+")
    parser.add_argument("--model", metavar="DIR", type=Path, help="score this model instead")
    parser.add_argument("--seeds", metavar="WORDS.csv", type=Path, help="words of each class")
    parser.add_argument("--repeats", type=int, default=3, help="of the cross-validation")
    arguments = parser.parse_args()
    for file in arguments.files:
        columns = set(look_at(file).columns)
        print(f"## {file.name}")
        if {"issue", "status"} <= columns:
            from bench import opinions_merge

            opinions_merge.score(file)
        elif {"text", "label"} <= columns:
            opinions_classify.score(
                file, model=arguments.model, seeds=arguments.seeds, repeats=arguments.repeats
            )
        else:
            parser.error(f"{file.name}: neither text and label nor issue and status")


if __name__ == "__main__":
    main()
