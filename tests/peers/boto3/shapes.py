"""What a reply may look like, by botocore's own model, more strictly than botocore: it drops what it does not know.

problems(shape, value) says all that is wrong with a decoded body: unknown members, wrong types, null, missing required
members, values outside of an enum, a length, a range or a pattern. Sentences of errors are not judged here.
"""

import base64
import binascii
import re

# The one class that Python's expressions lack. As the model uses it, letters to punctuation, it is what is no white
# space; separators are white space, and Cc is the control characters.
CLASSES = [(r"[^_\p{Z}]", r"[^_\s]"), (r"\p{Z}", r"\s"), (r"\p{Cc}", r"\x00-\x1f\x7f")]


def problems(shape, value, path="$"):
    if value is None:
        return [f"{path} is null"]
    check = {
        "structure": structure,
        "list": items,
        "map": entries,
        "string": text,
        "timestamp": number,
        "integer": integer,
        "long": integer,
        "float": number,
        "double": number,
        "boolean": boolean,
        "blob": blob,
    }[shape.type_name]
    return check(shape, value, path)


def structure(shape, value, path):
    if shape.is_document_type:
        return []
    if not isinstance(value, dict):
        return wrong(path, "a structure", value)
    found = [f"{path}.{name} is not in {shape.name}" for name in value if name not in shape.members]
    found += [f"{path}.{name} is required" for name in shape.required_members if name not in value]
    for name, member in shape.members.items():
        if name in value:
            found += problems(member, value[name], f"{path}.{name}")
    return found


def items(shape, value, path):
    if not isinstance(value, list):
        return wrong(path, "a list", value)
    found = bounds(shape, len(value), path)
    for index, item in enumerate(value):
        found += problems(shape.member, item, f"{path}[{index}]")
    return found


def entries(shape, value, path):
    if not isinstance(value, dict):
        return wrong(path, "a map", value)
    found = bounds(shape, len(value), path)
    for key, item in value.items():
        found += problems(shape.key, key, f"{path}'s key") + problems(shape.value, item, f"{path}[{key!r}]")
    return found


def text(shape, value, path):
    if not isinstance(value, str):
        return wrong(path, "a string", value)
    found = bounds(shape, len(value), path)
    if shape.enum and value not in shape.enum:
        found.append(f"{path} is {value!r}, which is none of {shape.enum}")
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(in_python(pattern), value):
        found.append(f"{path} is {value!r}, which is not {pattern}")
    return found


def integer(shape, value, path):
    if not isinstance(value, int) or isinstance(value, bool):
        return wrong(path, "an integer", value)
    return bounds(shape, value, path)


def number(_shape, value, path):
    """Timestamps are seconds since 1970 in this protocol, with or without a fraction."""
    return [] if isinstance(value, (int, float)) and not isinstance(value, bool) else wrong(path, "a number", value)


def boolean(_shape, value, path):
    return [] if isinstance(value, bool) else wrong(path, "a boolean", value)


def blob(_shape, value, path):
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        return wrong(path, "base64", value)
    return []


def bounds(shape, size, path):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and size < least) or (most is not None and size > most):
        return [f"{path} has {size}, outside of {least} to {most}"]
    return []


def in_python(pattern):
    for name, ours in CLASSES:
        pattern = pattern.replace(name, ours)
    return re.sub(r"\\p\{[A-Z][a-z]?\}", r"\\S", pattern)


def wrong(path, expected, value):
    return [f"{path} is {type(value).__name__}, not {expected}"]
