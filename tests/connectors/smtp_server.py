"""A mail server on this computer: it takes letters, refuses by name, and dies on demand."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

USER = "cedar"
PASSWORD = "s3cret-of-cedar-fork"  # noqa: S105  of a server of the tests


@dataclass
class MailBox:
    """What the server took, and how it is to behave."""

    port: int = 0
    taken: list[tuple[list[str], Message]] = field(default_factory=list)
    """Who it was for, and the letter."""
    refused: dict[str, str] = field(default_factory=dict)
    """Answers to addresses that are not taken."""
    spam: str = ""
    """The answer to a whole letter; blank: it is taken."""
    dies_after_data: bool = False
    """Ends the connection after a letter, without an answer; the letter is taken."""
    dies_before_data: bool = False
    wants_sign_in: bool = False
    sign_ins: list[str] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    box: MailBox

    def handle(self) -> None:
        self.say("220 mail.test here")
        self.to: list[str] = []
        while True:
            words = self.rfile.readline().decode().strip()
            if not words or not self.answer(words):
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def answer(self, words: str) -> bool:
        verb, _, rest = words.partition(" ")
        match verb.upper():
            case "EHLO":
                if self.box.wants_sign_in:
                    self.say("250-mail.test")
                    self.say("250 AUTH PLAIN")
                else:
                    self.say("250 mail.test")
            case "AUTH":
                self.box.sign_ins.append(rest)
                self.say("235 welcome" if len(rest) > 40 else "535 5.7.8 wrong password")
            case "MAIL" | "RSET":
                self.to = []
                self.say("250 fine")
            case "RCPT":
                address = rest.partition("<")[2].partition(">")[0]
                refusal = self.box.refused.get(address)
                self.to += [] if refusal else [address]
                self.say(refusal or "250 fine")
            case "DATA":
                return self.data()
            case "QUIT":
                self.say("221 bye")
                return False
            case _:
                self.say("502 unknown")
        return True

    def data(self) -> bool:
        if self.box.dies_before_data:
            return False
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.box.spam:
            self.say(self.box.spam)
            return True
        self.box.taken.append((self.to, message_from_bytes(b"".join(lines))))
        if self.box.dies_after_data:
            return False
        self.say(f"250 2.0.0 queued as {len(self.box.taken)}")
        return True


@contextmanager
def mail_server() -> Iterator[MailBox]:
    """A server on loopback for as long as the block lasts."""
    box = MailBox()
    talk = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
