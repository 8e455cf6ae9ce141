"""Canonical JSON (RFC 8785) with Python's own library: read and written. See docs/evidence.md, "The text"."""
import json


# Objects and lists within each other, at most.
DEEPEST = 100


def canonical(value, depth=0):
    if isinstance(value, (list, dict)) and depth == DEEPEST:
        raise ValueError("nested too deep")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical(key) + ":" + canonical(value[key], depth + 1) for key in keys) + "}"


def number_text(value):
    """As ECMAScript writes a number; Python's repr gives the same shortest digits in another dress."""
    try:
        number = float(value)
    except OverflowError:
        raise ValueError("not a JSON number") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError("not a JSON number")
    if number == 0:
        return "0"
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    point = int(exponent or 0) + len(whole) - (len(whole + part) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        text = digits + "0" * (point - count)
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        power = point - 1
        text = digits[0] + ("." + digits[1:] if count > 1 else "") + "e" + ("+" if power > 0 else "-") + str(abs(power))
    return ("-" if number < 0 else "") + text


def no_constant(name):
    raise ValueError(name + " is not JSON")


def parse(text):
    """The value of canonical JSON text; ValueError for anything else (another order, spaces, a key twice)."""
    try:
        value = json.loads(text, parse_constant=no_constant)
        same = canonical(value).encode("utf-8") == text.encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not same:
        raise ValueError("not canonical")
    return value
