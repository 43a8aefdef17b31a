"""Takes the shapes of Cognito's two services out of botocore's data folder and writes them beside this file.

Only facts are taken: names, types, constraints. No sentence of the documentation is copied.
One operation or shape per line, members in the model's order, so that a newer model is a readable diff.

    python3 extract.py .../site-packages/botocore/data
"""

import gzip
import json
import sys
from pathlib import Path

SERVICES = ["cognito-idp", "cognito-identity"]
HERE = Path(__file__).parent


def main(data):
    for service in SERVICES:
        model = read(newest(data / service))
        text = write(model)
        assert "documentation" not in text
        (HERE / f"{service}.json").write_text(text, encoding="utf-8")


def newest(folder):
    versions = sorted(p for p in folder.iterdir() if p.is_dir())
    if not versions:
        sys.exit(f"no version of the model in {folder}")
    return versions[-1]


def read(folder):
    packed = folder / "service-2.json.gz"
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return json.loads((folder / "service-2.json").read_text(encoding="utf-8"))


def write(model):
    metadata = {name: model["metadata"][name] for name in ("apiVersion", "targetPrefix", "jsonVersion")}
    operations = {name: operation(it) for name, it in model["operations"].items()}
    shapes = {name: shape(name, it) for name, it in model["shapes"].items()}
    return (
        "{\n"
        f'"metadata": {line(metadata)},\n'
        f'"operations": {{\n{block(operations)}\n}},\n'
        f'"shapes": {{\n{block(shapes)}\n}}\n'
        "}\n"
    )


def operation(it):
    out = {"input": it["input"]["shape"]}
    if "output" in it:
        out["output"] = it["output"]["shape"]
    out["errors"] = [error["shape"] for error in it["errors"]]
    # Whether the request is signed with AWS credentials.
    out["signed"] = it.get("authtype") != "none"
    return out


def shape(name, it):
    kind = "document" if it.get("document") else it["type"]
    out = {"type": kind}
    if kind == "structure":
        # Pairs, because the order of members is the order of complaints, and JSON objects have none.
        out["members"] = [[member, of["shape"]] for member, of in it["members"].items()]
    if it.get("required"):
        out["required"] = it["required"]
    if kind == "list":
        out["member"] = it["member"]["shape"]
    if kind == "map":
        out["key"] = it["key"]["shape"]
        out["value"] = it["value"]["shape"]
    for fact in ("enum", "pattern", "min", "max"):
        if fact in it:
            out[fact] = it[fact]
    if it.get("sensitive"):
        out["sensitive"] = True
    if it.get("exception"):
        # The JSON protocol: an error without a status of its own is 400, or 500 where the service is at fault.
        out["status"] = it.get("error", {}).get("httpStatusCode", 500 if it.get("fault") else 400)
    return out


def block(entries):
    return ",\n".join(f"{line(name)}: {line(entries[name])}" for name in sorted(entries))


def line(value):
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
