"""The record key's public half, and signatures checked by the `openssl` program. See docs/evidence.md, "The key"."""
import base64
import os
import re
import subprocess

# RFC 8410: what stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo.
KEY_PREFIX = bytes.fromhex("302a300506032b6570032100")


def from_base64(text, length):
    """The bytes, or None: only the one way of writing them is taken."""
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        return None
    return data if len(data) == length and base64.b64encode(data).decode("ascii") == text else None


class Key:
    """A public key in a PEM file. Signatures are checked by `openssl`, with files in a folder that nobody else can read."""

    def __init__(self, path, folder):
        with open(path, encoding="ascii") as file:
            body = re.search(r"-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----", file.read())
        der = base64.b64decode("".join(body.group(1).split())) if body else b""
        if len(der) != 44 or not der.startswith(KEY_PREFIX):
            raise ValueError("is not an Ed25519 public key in PEM")
        self.raw, self.folder = base64.b64encode(der[12:]).decode("ascii"), folder
        pem = base64.b64encode(der).decode("ascii")
        self.file = self.write("key.pem", ("-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n").encode("ascii"))

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def signed(self, text, signature):
        raw = from_base64(signature, 64)
        if raw is None:
            return False
        files = ["-in", self.write("text", text.encode("utf-8")), "-sigfile", self.write("signature", raw)]
        command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", self.file, *files]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
