"""`python -m bench [--records N]`: build the data, measure, print the table."""

import argparse
import json
import os
import platform
from pathlib import Path


def main() -> None:
    """Measure on SQLite under var/bench, or on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--records", type=int, default=1_000_000)
    arguments = parser.parse_args()
    home = Path(__file__).resolve().parents[1] / "var" / f"bench-{arguments.records}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "BIHUAN_HOME": str(home),
        "BIHUAN_MODE": "demo",
        "BIHUAN_SECRET_KEY": "only-for-measuring-" + "x" * 40,
        "DJANGO_SETTINGS_MODULE": "bihuan.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.db import connection

    from bench import dataset, reading, report, writing

    city = dataset.build(arguments.records)
    print(f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("| work | ours | held against | figure | limit | kept |\n|---|---:|---:|---:|---:|---|")
    rows = []
    for room in (report, reading, writing):
        for measure in room.measures(city):
            print(measure.row(), flush=True)
            rows.append(measure.as_dict())
    (home / f"results-{connection.vendor}.json").write_text(
        json.dumps(rows, ensure_ascii=False, indent=1), "utf-8"
    )


main()
