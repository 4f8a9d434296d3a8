"""A small pack to load, and to spoil in one place at a time."""

from pathlib import Path

FILES: dict[str, str] = {
    "pack.toml": '[pack]\ncode = "small"\ntitle = "小包"\nhome = "town"\n',
    "units.csv": (
        "code,name,kind,parent,division_code,short_name,sort_order,opened_on\n"
        "county,某县,county,,,,1,2000-01-01\n"
        "town,某镇,township,county,,,1,2000-01-01\n"
        "east,东村,village,town,,,1,2000-01-01\n"
        "west,西村,village,town,,,2,2000-01-01\n"
    ),
    "people.csv": (
        "code,unit,name,birth_year,schooling\nhead,town,党委书记,1965,本科\nclerk,town,文书,,\n"
    ),
    "posts.csv": "code,unit,title,kind,sort_order\nsecretary,town,党委书记,leadership,1\n",
    "post_terms.csv": "post,person,from,to\nsecretary,head,2006-01-01,\n",
    "teams.csv": "code,unit,name,kind,from,to\ngroup,town,领导小组,steering_group,2009-09-01,\n",
    "team_members.csv": "team,person,role,from,to\ngroup,head,组长,2009-09-01,\n",
    "contact_points.csv": "person,unit,from,to\nhead,east,2009-09-01,\n",
    "accounts.csv": (
        "username,display_name,person,role,unit\n"
        "clerk,文书,clerk,clerk,town\neast,东村填报员,,village_reporter,east\n"
    ),
    "registers/roads.yaml": (
        "code: roads\n"
        "label: 村级公路\n"
        "purpose: 掌握进度\n"
        "legal_basis: 履职清单\n"
        "day: finished_on\n"
        "title: name\n"
        "columns:\n"
        "  - {code: name, label: 路段, type: text, required: true}\n"
        "  - {code: km, label: 里程, type: decimal, decimals: 2, unit_of_measure: 公里, min: 0}\n"
        "  - {code: started_on, label: 开工日期, type: date}\n"
        "  - {code: finished_on, label: 完工日期, type: date, required: true}\n"
        "checks:\n"
        "  - {rule: started_on <= finished_on, message: 完工日期不能早于开工日期。}\n"
    ),
    "figures.yaml": (
        "figures:\n"
        "  - {code: roads_km, label: 建成公路, source: roads, "
        "aggregate: sum, field: km, unit: 公里}\n"
    ),
    "documents/brief.md": (
        "---\n"
        "code: brief\n"
        "kind: 简报\n"
        "title: 公路建设情况\n"
        "unit: town\n"
        "---\n"
        "# 一、建设情况\n\n建成村级公路{{ roads_km }}。\n"
    ),
    "records/roads.csv": (
        "ref,unit,name,km,started_on,finished_on,recorded_at\n"
        "r1,east,东村主路,3.2,2009-09-01,2009-10-01,\n"
        "r2,west,西村主路,1.5,,2009-11-01,2009-11-05T09:30\n"
    ),
}


def write_pack(folder: Path, **changes: str | None) -> Path:
    """Write the pack to a folder; `changes` replace a file's text (None: leave it out), named with
    `__` for `/` and `_dot_` for the dot."""
    files: dict[str, str | None] = dict(FILES)
    for name, text in changes.items():
        files[name.replace("__", "/").replace("_dot_", ".")] = text
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder


def replaced(name: str, old: str, new: str) -> str:
    """Return a file of the pack with one place changed; the place must be there."""
    assert old in FILES[name], (name, old)
    return FILES[name].replace(old, new)
