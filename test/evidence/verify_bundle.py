#!/usr/bin/env python3
"""Checks a bundle with Python 3 and the `openssl` program (version 3), nothing else. Written from docs/evidence.md alone.

    verify_bundle.py --key PUBLIC.pem [--witness FILE]... BUNDLE
    verify_bundle.py --jobs      one {"bundle": PATH, "key": PATH, "witness": [PATH]} a line on standard input

Prints {"ok", "entries", "head", "outsideAnchors", "firstFault"}, one object for each bundle.
Exits with 0 (every bundle holds), 1 (one does not) or 2 (wrong usage). Of decisions it checks those that the bot vouches for; it checks no person's signature and replays nothing.
"""
import argparse
import hashlib
import json
import re
import sys
import tempfile

from canonical_json import canonical, parse
from record_key import Key, from_base64

MOST_FILE_BYTES = 256 * 1024 * 1024
MOST_LINE_BYTES = 8 * 1024 * 1024
NO_HASH = bytes(32)
HEX64 = re.compile(r"[0-9a-f]{64}\Z")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")

FIELDS = {
    "bundle": {"line", "v", "incident", "number", "practice", "recordKey", "playbook"},
    "register": {"line", "number", "header", "hash"},
    "entry": {"line", "seq", "header", "hash", "salt", "body"},
    "usage": {"line", "seq", "place", "row"},
    "witness": {"line", "text"},
    "checkpoint": {"line", "text", "signature"},
}
ORDER = list(FIELDS)
REGISTER_FIELDS = {"v", "number", "incident", "at", "first"}
ENTRY_FIELDS = {"v", "incident", "seq", "at", "type", "actor", "dedupe", "data", "digest"}
DECISION_FIELDS = {"nonce", "plan", "verdict", "person", "credential", "attestation", "signature"}
SLACK_FIELDS = {"team", "user", "channel", "message"}
WITNESS_FIELDS = {"v", "at", "incident", "number", "seq", "head", "register", "signature"}


class Fault(Exception):
    """What does not hold: `seq` is the entry it is about, `line` the line of the file; None where it is about neither."""

    def __init__(self, what, seq=None, line=None):
        super().__init__(what)
        self.what, self.seq, self.line = what, seq, line


def parse_object(text, fields, what, seq=None, line=None):
    try:
        value = parse(text)
    except ValueError:
        raise Fault(what + " is not canonical JSON", seq, line) from None
    if not isinstance(value, dict) or set(value) != fields:
        raise Fault(what + " does not have exactly the fields of its kind", seq, line)
    return value


# Hashes


def chained(prev, header):
    return hashlib.sha256(prev + header.encode("utf-8")).digest()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# The parts of a bundle


def is_count(value, least):
    return type(value) is int and value >= least


def is_number(value, wanted):
    """Python takes True for 1; JSON does not."""
    return type(value) is int and value == wanted


def read_lines(data):
    """The lines as [kind, value, line number], and where the last one begins."""
    if len(data) > MOST_FILE_BYTES:
        raise Fault("the file is larger than 256 MB")
    if not data.endswith(b"\n"):
        raise Fault("the file does not end with a line end")
    lines = []
    for place, raw in enumerate(data[:-1].split(b"\n"), start=1):
        if len(raw) > MOST_LINE_BYTES:
            raise Fault("the line is longer than 8 MB", line=place)
        try:
            value = parse(raw.decode("utf-8"))
        except ValueError:
            raise Fault("the line is not canonical JSON in UTF-8", line=place) from None
        kind = value.get("line") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in FIELDS:
            raise Fault("the line is of no known kind", line=place)
        if set(value) != FIELDS[kind]:
            raise Fault('a line "' + kind + '" does not have exactly the fields of its kind', line=place)
        lines.append((kind, value, place))
    return lines, len(data) - len(raw) - 1


def in_order(lines):
    """The lines by kind. Exactly one bundle line first and one checkpoint last, the others in their order between."""
    parts = {kind: [] for kind in ORDER}
    reached = 0
    for kind, value, place in lines:
        if ORDER.index(kind) < reached:
            raise Fault('a line "' + kind + '" stands behind a line "' + ORDER[reached] + '"', line=place)
        reached = ORDER.index(kind)
        parts[kind].append((value, place))
    for kind in ("bundle", "checkpoint"):
        if len(parts[kind]) != 1:
            raise Fault("there is not exactly one line " + kind)
    for kind in ("register", "entry"):
        if not parts[kind]:
            raise Fault("there is no line " + kind)
    return parts


def check_top(top, line):
    if not is_number(top["v"], 1):
        raise Fault("this verifier knows version 1 only", line=line)
    if not isinstance(top["incident"], str) or not UUID.match(top["incident"]):
        raise Fault("the incident is not a UUID in lower case", line=line)
    if not is_count(top["number"], 1) or not isinstance(top["practice"], bool):
        raise Fault("number or practice is of another kind", line=line)
    if from_base64(top["recordKey"], 32) is None:
        raise Fault("the record key is not 32 bytes in base64", line=line)
    playbook = top["playbook"]
    if not isinstance(playbook, dict) or set(playbook) != {"name", "hash", "compiler", "text"}:
        raise Fault("the playbook does not have exactly its fields", line=line)
    if not isinstance(playbook["text"], str) or playbook["hash"] != sha256(playbook["text"].encode("utf-8")):
        raise Fault("the playbook's text has another hash", line=line)


def check_register(top, lines):
    """The rows' incidents and hashes, in order."""
    prev, rows = NO_HASH, []
    for expected, (value, line) in enumerate(lines, start=1):
        if not is_number(value["number"], expected):
            raise Fault("register row " + str(expected) + " is missing", line=line)
        if not isinstance(value["header"], str):
            raise Fault("the register row has no header", line=line)
        header = parse_object(value["header"], REGISTER_FIELDS, "the register row's header", line=line)
        if not is_number(header["v"], 1) or not is_number(header["number"], expected):
            raise Fault("the register row's header is of another version or number", line=line)
        if not isinstance(header["incident"], str) or not isinstance(header["first"], str):
            raise Fault("the register row's header has a field of another kind", line=line)
        digest = chained(prev, value["header"])
        if value["hash"] != digest.hex():
            raise Fault("register row " + str(expected) + " does not follow the row before it", line=line)
        prev = digest
        rows.append((header["incident"], digest.hex(), header["first"]))
    if top["number"] > len(rows) or rows[top["number"] - 1][0] != top["incident"]:
        raise Fault("the register has another incident under number " + str(top["number"]))
    if len({incident for incident, _, _ in rows}) != len(rows):
        raise Fault("the register names an incident twice")
    return rows


def check_entries(top, lines):
    """The headers and hashes, in order, and the entries whose words were purged."""
    prev, headers, hashes, keys = NO_HASH, [], [], set()
    for seq, (value, line) in enumerate(lines, start=1):
        if not is_number(value["seq"], seq):
            raise Fault("entry " + str(seq) + " is missing or out of order", seq, line)
        if not isinstance(value["header"], str):
            raise Fault("the entry has no header", seq, line)
        digest = chained(prev, value["header"])
        if value["hash"] != digest.hex():
            raise Fault("the entry does not follow the entry before it", seq, line)
        headers.append(check_entry_header(top, value["header"], seq, line))
        if headers[-1]["dedupe"] in keys:
            raise Fault("the entry repeats the key of an earlier one", seq, line)
        keys.add(headers[-1]["dedupe"])
        prev = digest
        hashes.append(digest.hex())
    purges = [(header["data"].get("entry"), seq) for seq, header in enumerate(headers, start=1) if header["type"] == "entry.purged"]
    purged = {entry: seq for entry, seq in purges if is_count(entry, 1)}
    for seq, (value, line) in enumerate(lines, start=1):
        check_body(value, headers[seq - 1]["digest"], purged.get(seq, 0) > seq, seq, line)
    return headers, hashes, purged


def check_entry_header(top, text, seq, line):
    try:
        header = parse(text)
    except ValueError:
        raise Fault("the entry's header is not canonical JSON", seq, line) from None
    if not isinstance(header, dict) or set(header) not in (ENTRY_FIELDS, ENTRY_FIELDS | {"event", "state"}):
        raise Fault("the entry's header does not have exactly its fields", seq, line)
    if not is_number(header["v"], 1) or not is_number(header["seq"], seq) or header["incident"] != top["incident"]:
        raise Fault("the entry's header is of another version, place or incident", seq, line)
    if not all(isinstance(header[field], str) for field in ("at", "type", "actor", "dedupe")):
        raise Fault("the entry's header has a field of another kind", seq, line)
    if not isinstance(header["data"], dict):
        raise Fault("the entry's data is not an object", seq, line)
    if header["digest"] is not None and not (isinstance(header["digest"], str) and HEX64.match(header["digest"])):
        raise Fault("the entry's digest is not 64 hex digits", seq, line)
    return header


def check_body(value, digest, may_be_gone, seq, line):
    salt, body = value["salt"], value["body"]
    if salt is None and body is None:
        if digest is not None and not may_be_gone:
            raise Fault("the entry's words are gone, and no later entry says that they were purged", seq, line)
        return
    if digest is None:
        raise Fault("the entry has words that its header does not know", seq, line)
    if not isinstance(salt, str) or not HEX64.match(salt) or not isinstance(body, str):
        raise Fault("salt and words are not both there", seq, line)
    if sha256(bytes.fromhex(salt) + body.encode("utf-8")) != digest:
        raise Fault("the entry's words are not those that were recorded", seq, line)


def check_first(top, rows, headers, hashes):
    first, data = headers[0], headers[0]["data"]
    if first["type"] != "incident.declared":
        raise Fault("the first entry does not declare the incident", 1)
    if rows[top["number"] - 1][2] != hashes[0]:
        raise Fault("the register names another first entry", 1)
    playbook = top["playbook"]
    pairs = [
        ("record key", top["recordKey"], data.get("recordKey")),
        ("playbook", playbook["hash"], data.get("playbook")),
        ("compiler", playbook["compiler"], data.get("compiler")),
        ("practice mark", top["practice"], data.get("practice")),
    ]
    for what, shown, recorded in pairs:
        if type(shown) is not type(recorded) or shown != recorded:
            raise Fault("the first line shows another " + what + " than the first entry", 1, 1)


def check_usage(lines, headers, purged):
    rows = {}
    before = (0, 0)  # less than any row's: entries count from 1
    for value, line in lines:
        if not is_count(value["seq"], 1) or not is_count(value["place"], 0) or not isinstance(value["row"], str):
            raise Fault("the usage row has a field of another kind", line=line)
        if (value["seq"], value["place"]) <= before:
            raise Fault("the usage row is out of order", value["seq"], line)
        before = (value["seq"], value["place"])
        found = rows.setdefault(value["seq"], [])
        if value["place"] != len(found):
            raise Fault("a usage row is missing before it", value["seq"], line)
        found.append(value["row"])
    for seq, header in enumerate(headers, start=1):
        found = rows.pop(seq, [])
        if header["type"] != "usage.recorded":
            if found:
                raise Fault("usage rows stand under an entry that records none", seq)
            continue
        if not found and purged.get(seq, 0) > seq:
            continue
        if not is_number(header["data"].get("count"), len(found)):
            raise Fault("there are " + str(len(found)) + " usage rows, not as many as were recorded", seq)
        if header["data"].get("digest") != sha256("".join(row + "\n" for row in found).encode("utf-8")):
            raise Fault("the usage rows are not those that were recorded", seq)
    if rows:
        raise Fault("usage rows stand under an entry that is not there", min(rows))


def check_checkpoint(top, rows, hashes, usage_count, before, checkpoint, line):
    expected = [
        "staunch bundle v1",
        "incident " + top["incident"],
        "number " + str(top["number"]),
        "entries " + str(len(hashes)),
        "head " + hashes[-1],
        "register " + str(len(rows)) + " " + rows[-1][1],
        "usage " + str(usage_count),
        "lines " + sha256(before),
    ]
    text = checkpoint["text"]
    if not isinstance(text, str):
        raise Fault("the checkpoint has no text", line=line)
    found = text.split("\n")
    for place, wanted in enumerate(expected):
        if place >= len(found) or found[place] != wanted:
            raise Fault('the checkpoint does not say "' + wanted.split(" ")[0] + '" as counted here', line=line)
    if text != "".join(wanted + "\n" for wanted in expected):
        raise Fault("the checkpoint says more than it should", line=line)


def read_witness(text, key):
    """The words of a witness line that `key` signed, or None."""
    try:
        words = parse_object(text, WITNESS_FIELDS, "the witness line")
    except Fault:
        return None
    signature = words.pop("signature")
    return words if is_number(words["v"], 1) and key.signed(canonical(words), signature) else None


def check_witness(words, top, rows, hashes, line=None):
    number, seq = words["number"], words["seq"]
    if words["incident"] != top["incident"]:
        if not is_count(number, 1) or number > len(rows):
            raise Fault("a witness saw incident number " + str(number) + ", the register ends before it", line=line)
        if rows[number - 1][0] != words["incident"]:
            raise Fault("a witness saw another incident under number " + str(number), line=line)
    elif number != top["number"]:
        raise Fault("a witness saw this incident under another number", line=line)
    elif not is_count(seq, 1) or seq > len(hashes):
        raise Fault("a witness saw this entry, the bundle ends before it", seq, line)
    elif hashes[seq - 1] != words["head"]:
        raise Fault("a witness saw another entry in this place", seq, line)
    if rows[number - 1][1] != words["register"]:
        raise Fault("a witness saw another register row under number " + str(number), line=line)


def check_decisions(top, headers, key):
    """Those that the bot vouches for. Who may agree, and to what, is not looked at."""
    people = {}
    for seq, header in enumerate(headers, start=1):
        data = header["data"]
        if header["type"] in ("incident.declared", "people.changed"):
            people = accounts(data)
        elif header["type"] == "decision.recorded" and data.get("attestation") != "person":
            check_attested(top, data, people, key, seq)


def accounts(data):
    """By person, their account in Slack as the record pins it. Of a person listed twice the first counts."""
    people = data.get("people")
    listed = [one for one in people if isinstance(one, dict)] if isinstance(people, list) else []
    return {one["id"]: one.get("slack") for one in reversed(listed) if isinstance(one.get("id"), str)}


def check_attested(top, data, people, key, seq):
    if set(data) not in (DECISION_FIELDS, DECISION_FIELDS | {"slack"}) or data["attestation"] != "bot":
        raise Fault("the decision does not have exactly its fields", seq)
    words = {"v": 1, "incident": top["incident"]}
    words.update((field, data[field]) for field in ("nonce", "person", "plan", "verdict"))
    if not all(isinstance(data[field], str) for field in ("nonce", "person", "plan", "verdict")):
        raise Fault("the decision has a field of another kind", seq)
    if "slack" in data:
        words["slack"] = slack = data["slack"]
        if not isinstance(slack, dict) or set(slack) != SLACK_FIELDS or not all(isinstance(part, str) for part in slack.values()):
            raise Fault("the decision does not say where in Slack it was made", seq)
        if people.get(data["person"]) != {"user": slack["user"], "team": slack["team"]}:
            raise Fault("the decision was made in Slack by another account than the record pins for that person", seq)
    elif not top["practice"]:
        raise Fault("only the bot vouches for the decision, and it is not said to be made in Slack", seq)
    if not key.signed(canonical(words), data["signature"]):
        raise Fault("the decision is not signed by the record key", seq)


def check(data, key, witness_texts):
    """What was found: (entries, head, anchors). Raises Fault."""
    lines, last = read_lines(data)
    parts = in_order(lines)
    top, top_line = parts["bundle"][0]
    check_top(top, top_line)
    rows = check_register(top, parts["register"])
    headers, hashes, purged = check_entries(top, parts["entry"])
    check_first(top, rows, headers, hashes)
    check_usage(parts["usage"], headers, purged)
    checkpoint, line = parts["checkpoint"][0]
    check_checkpoint(top, rows, hashes, len(parts["usage"]), data[:last], checkpoint, line)
    if key.raw != top["recordKey"]:
        raise Fault("the record was made with another key than the one given", line=line)
    if not key.signed(checkpoint["text"], checkpoint["signature"]):
        raise Fault("the checkpoint is not signed by the key given", line=line)
    for value, place in parts["witness"]:
        words = read_witness(value["text"], key) if isinstance(value["text"], str) else None
        if words is None or words["incident"] != top["incident"]:
            raise Fault("the witness line is not signed by the record key, or is about another incident", line=place)
        check_witness(words, top, rows, hashes, place)
    anchors = 0
    for text in witness_texts:
        words = read_witness(text, key)
        if words is not None:
            check_witness(words, top, rows, hashes)
            anchors += words["incident"] == top["incident"]
    check_decisions(top, headers, key)
    return len(hashes), hashes[-1], anchors


def answer(bundle, key_path, witness_paths):
    with tempfile.TemporaryDirectory(prefix="verify-bundle-") as folder:
        key = Key(key_path, folder)
        witness = []
        for path in witness_paths:
            with open(path, encoding="utf-8", errors="replace") as file:
                witness.extend(line for line in file.read().split("\n") if line)
        with open(bundle, "rb") as file:
            data = file.read(MOST_FILE_BYTES + 1)
        try:
            entries, head, anchors = check(data, key, witness)
            if witness_paths and anchors == 0:
                raise Fault("no line of the witness files given is about this incident and signed by its key")
        except Fault as fault:
            first = {"seq": fault.seq, "line": fault.line, "what": fault.what}
            return {"ok": False, "entries": None, "head": None, "outsideAnchors": 0, "firstFault": first}
        return {"ok": True, "entries": entries, "head": head, "outsideAnchors": anchors, "firstFault": None}


def main():
    arguments = argparse.ArgumentParser(description="Checks a bundle; see docs/evidence.md.")
    arguments.add_argument("bundle", nargs="?")
    arguments.add_argument("--key")
    arguments.add_argument("--witness", action="append", default=[])
    arguments.add_argument("--jobs", action="store_true")
    given = arguments.parse_args()
    if not given.jobs and (given.bundle is None or given.key is None):
        arguments.error("name a bundle and a key, or --jobs")
    jobs = (json.loads(line) for line in sys.stdin) if given.jobs else [vars(given)]
    every = True
    for job in jobs:
        try:
            found = answer(job["bundle"], job["key"], job["witness"])
        except (OSError, ValueError) as error:
            arguments.error(str(error))
        every = every and found["ok"]
        print(json.dumps(found), flush=True)
    return 0 if every else 1


if __name__ == "__main__":
    sys.exit(main())
