"""Reports as mail servers write them, and as nobody should."""

from collections.abc import Callable
from email.base64mime import body_encode

type Sample = Callable[[str, str], bytes]

TOP = (
    "From: Mail Delivery System <MAILER-DAEMON@mx.customs.example>\n"
    "To: portal@portal.example.org\nSubject: Undelivered Mail Returned to Sender\n"
    "MIME-Version: 1.0\n"
)
MULTIPART = 'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'


def block(to: str, action: str = "failed", status: str = "5.1.1") -> str:
    return f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n"


def part(kind: str, text: str) -> str:
    return f"--B\nContent-Type: {kind}\n\n{text}\n"


def report(message_id: str, to: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as Postfix writes it: with the headers of the mail."""
    return (
        TOP
        + MULTIPART
        + part("text/plain; charset=us-ascii", "I'm sorry to have to inform you.")
        + part(
            "message/delivery-status",
            "Reporting-MTA: dns; mx.customs.example\nArrival-Date: Sun, 22 Nov 2026 02:00:00\n\n"
            + block(to, action, status),
        )
        + part("text/rfc822-headers", f"Subject: News\nMessage-ID: <{message_id}>\n")
        + "--B--\n"
    ).encode()


def whole_mail(message_id: str, to: str) -> bytes:
    """As Exim and sendmail write it: with the whole mail."""
    text = report(message_id, to).decode()
    return text.replace("text/rfc822-headers", "message/rfc822").encode()


def exchange(message_id: str, to: str) -> bytes:
    """As Exchange writes it: the mail is named by In-Reply-To; nothing is returned."""
    status = f"Reporting-MTA: dns;MX\n\n{block(to)}X-Display-Name: Ada\n"
    parts = part("message/delivery-status", status) + "--B--\n"
    return (TOP + f"In-Reply-To: <{message_id}>\n" + MULTIPART + parts).encode()


def forwarded(message_id: str, to: str) -> bytes:
    """As a server that forwards writes it: the first address stands in Original-Recipient."""
    text = report(message_id, "ada@elsewhere.example").decode()
    return text.replace("Final-", f"Original-Recipient: rfc822;{to}\nFinal-").encode()


def windows_lines(message_id: str, to: str) -> bytes:
    return report(message_id, to).replace(b"\n", b"\r\n")


def other_case(message_id: str, to: str) -> bytes:
    text = report(message_id, to.upper()).replace(b"rfc822;", b"RFC822;")
    return text.replace(b"Action: failed", b"ACTION:   Failed ")


def status_in_words(message_id: str, to: str) -> bytes:
    """Without a status of its own: the words of the other server have it."""
    text = report(message_id, to).decode()
    words = "Diagnostic-Code: smtp; 550 5.1.1 User unknown"
    return text.replace("Status: 5.1.1", words).encode()


def many_recipients(message_id: str, to: str) -> bytes:
    text = report(message_id, to).decode()
    return text.replace("Final-", block("other@x.example") + "\nFinal-", 1).encode()


def nested(message_id: str, to: str) -> bytes:
    """Inside another multipart, as filters of viruses pass it on."""
    outer = 'Content-Type: multipart/mixed; boundary="A"\n\n--A\n'
    return (TOP + outer + report(message_id, to).decode() + "\n--A--\n").encode()


SHAPES: dict[str, Sample] = {
    "headers": report, "whole mail": whole_mail, "exchange": exchange, "forwarded": forwarded,
    "windows": windows_lines, "case": other_case, "words": status_in_words,
    "recipients": many_recipients, "nested": nested,
}  # fmt: skip


def deep(message_id: str, to: str) -> bytes:
    heads = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(5000)]
    return (TOP + "".join(heads) + report(message_id, to).decode()).encode()


def huge(message_id: str, to: str) -> bytes:
    """Its report stands behind more text than anybody reads."""
    text = report(message_id, to).decode()
    return text.replace("I'm sorry", "I'm sorry\n" * 2_000_000, 1).encode()


def many_parts(message_id: str, to: str) -> bytes:
    parts = part("text/plain", "x") * 50_000
    return (TOP + MULTIPART + parts + report(message_id, to).decode()).encode()


def replaced(old: str, new: str) -> Sample:
    return lambda message_id, to: report(message_id, to).replace(old.encode(), new.encode())


ILL_FORMED: dict[str, Sample] = {
    "empty": lambda message_id, to: b"",
    "noise": lambda message_id, to: bytes(range(256)) * 200,
    "an answer": lambda message_id, to: f"In-Reply-To: <{message_id}>\n\nThank you!".encode(),
    "out of office": lambda message_id, to: (
        f"{TOP}Auto-Submitted: auto-replied\nReferences: <{message_id}>\n\nI am away."
    ).encode(),
    "no boundary": replaced('boundary="B"', "boundary="),
    "no status": replaced("Status: 5.1.1", "Status: unknown"),
    "no action": replaced("Action: failed", "Action: "),
    "delivered": replaced("Action: failed", "Action: delivered"),
    "no recipient": replaced("Final-Recipient", "Recipient"),
    "no name": replaced("Message-ID: <", "Message-ID: "),
    "zero bytes in the name": replaced("Message-ID: <", "Message-ID: <\x00"),
    "zero bytes in the address": replaced("rfc822; ", "rfc822; \x00"),
    "not ASCII": replaced("Message-ID: <", "Message-ID: <\udcff".encode(errors="replace").decode()),
    "encoded": lambda message_id, to: body_encode(report(message_id, to)).encode(),
    "deep": deep,
    "huge": huge,
    "many parts": many_parts,
}
