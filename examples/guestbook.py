#!/usr/bin/env python3
"""A guestbook on the web that is a channel of Earshot. Python 3.8 or newer, standard library only.

    earshot account add --channel guestbook --handle GUESTBOOK     prints an id, a token and a secret
    EARSHOT_URL=http://127.0.0.1:8080 EARSHOT_ACCOUNT=ID EARSHOT_TOKEN=TOKEN python3 guestbook.py

Visitors write at http://127.0.0.1:8090/. Their entries become posts, edits and deletes go the same way,
and what an agent answers appears below the entry. The protocol: docs/channel-protocol.md. The test:

    earshot channel conformance --post 'python3 guestbook.py say Hello' --edit 'python3 guestbook.py edit Hi' \\
        --delete 'python3 guestbook.py erase' -- python3 guestbook.py

EARSHOT_SECRET    with it and without EARSHOT_TOKEN every request is signed in place of carrying a token
GUESTBOOK_FILE    where the entries are kept [guestbook.db]
GUESTBOOK_PORT    where visitors write [8090]
GUESTBOOK_HOOK    a port on which commands are taken by signed POST, in place of asking for them
"""
import base64, hashlib, hmac, html, http.client, http.server, json, os, sqlite3, sys
import threading, time, urllib.error, urllib.parse, urllib.request, uuid

URL = os.environ.get("EARSHOT_URL", "http://127.0.0.1:8080").rstrip("/")
ACCOUNT = os.environ.get("EARSHOT_ACCOUNT", "")
TOKEN = os.environ.get("EARSHOT_TOKEN", "")
SECRET = os.environ.get("EARSHOT_SECRET", "")
FILE = os.environ.get("GUESTBOOK_FILE", "guestbook.db")
PORT = int(os.environ.get("GUESTBOOK_PORT", "8090"))
HOOK = int(os.environ.get("GUESTBOOK_HOOK", "0"))
LONGEST = 4000  # characters of an entry: 500 of them fit into one batch of 4 MiB

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, author TEXT, text TEXT, revision INTEGER DEFAULT 1,
  parent INTEGER, posted_at INTEGER, gone INTEGER DEFAULT 0, command TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS queue (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT);
"""


def book():
    """The file. What changes an entry and what tells of it are one transaction."""
    connection = sqlite3.connect(FILE, timeout=30)
    connection.executescript(SCHEMA)
    connection.row_factory = sqlite3.Row
    return connection


def micros():
    return int(time.time() * 1_000_000)


# --- The guestbook itself -------------------------------------------------------------------------


def tell(connection, entry_id):
    """Queues an entry as it is now. The revision is padded: it is compared as text."""
    entry = connection.execute("SELECT * FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if entry["gone"]:
        event = {"event": "delete", "id": f"entry-{entry_id}", "at": micros()}
    else:
        item = {
            "id": f"entry-{entry_id}", "revision": f"{entry['revision']:06}",
            "surface": "comment" if entry["parent"] else "post", "audience": "public",
            "thread": f"entry-{entry['parent'] or entry_id}",
            "author": {"id": f"visitor-{entry['author']}", "handle": entry["author"]},
            "text": entry["text"], "posted_at": entry["posted_at"],
        }
        if entry["parent"]:
            item["parent"] = f"entry-{entry['parent']}"
        if entry["command"]:
            item["author"] = {"id": "owner", "handle": "owner", "name": "The owner"}
            item["sent_as"] = entry["command"]
        event = {"event": "upsert", "item": item}
    connection.execute("INSERT INTO queue (event) VALUES (?)", (json.dumps(event),))


def write(author, text, parent=None, command=None):
    """Adds an entry. The same command twice is one entry: its column is unique."""
    text = "".join(c for c in text if c == "\n" or c.isprintable())[:LONGEST].strip()
    author = "".join(c for c in author if c.isprintable())[:100].strip() or "somebody"
    if not text:
        return None
    with book() as connection:
        known = connection.execute("SELECT id FROM entries WHERE command = ?", (command,)).fetchone()
        if command and known:
            return known["id"]
        added = connection.execute(
            "INSERT INTO entries (author, text, parent, posted_at, command) VALUES (?, ?, ?, ?, ?)",
            (author, text, parent, micros(), command))
        tell(connection, added.lastrowid)
        return added.lastrowid


def change(text):
    """Changes the newest entry of a visitor; without a text it is deleted."""
    with book() as connection:
        newest = connection.execute(
            "SELECT id FROM entries WHERE gone = 0 AND command IS NULL ORDER BY id DESC").fetchone()
        if newest is None:
            sys.exit("there is no entry")
        connection.execute(
            "UPDATE entries SET text = ?, gone = ?, revision = revision + 1 WHERE id = ?",
            (text or "", int(text is None), newest["id"]))
        tell(connection, newest["id"])


class Page(http.server.BaseHTTPRequestHandler):
    """What visitors see. Everything that they wrote is escaped."""

    def do_GET(self):
        with book() as connection:
            entries = connection.execute("SELECT * FROM entries WHERE gone = 0 ORDER BY id").fetchall()
        shown = []
        for entry in (one for one in entries if not one["parent"]):
            below = [one for one in entries if one["parent"] == entry["id"]]
            answers = "".join(f"<blockquote>{html.escape(one['text'])}</blockquote>" for one in below)
            shown.append(f"<p id=e{entry['id']}><b>{html.escape(entry['author'])}</b>: "
                         f"{html.escape(entry['text'])}</p>{answers}")
        page = ("<!doctype html><meta charset=utf-8><title>Guestbook</title><h1>Guestbook</h1>"
                + "".join(shown) + "<form method=post><input name=author placeholder=Name> "
                "<textarea name=text></textarea> <button>Write</button></form>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def do_POST(self):
        length = min(int(self.headers.get("Content-Length") or 0), 65_536)
        form = urllib.parse.parse_qs(self.rfile.read(length).decode("utf-8", "replace"))
        write(form.get("author", [""])[0], form.get("text", [""])[0])
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


# --- The connector --------------------------------------------------------------------------------


def key():
    return base64.b64decode(SECRET.split("whsec_")[-1])


def signature(message_id, timestamp, body):
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key(), signed, hashlib.sha256).digest()).decode()


def ask(method, path, body=None, within=30):
    """One request. Gives its status, its headers and its JSON; raises OSError without an answer."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if TOKEN:
        headers["Authorization"] = f"Bearer {TOKEN}"
    else:
        message_id, now = f"msg_{uuid.uuid4().hex}", int(time.time())
        headers.update({"webhook-id": message_id, "webhook-timestamp": str(now),
                        "webhook-signature": signature(message_id, now, data)})
    request = urllib.request.Request(
        f"{URL}/api/channel/v1/{ACCOUNT}/{path}", data or None, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=within) as answer:
            text = answer.read()
            return answer.status, answer.headers, json.loads(text) if text else {}
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, {"message": refused.read(1000).decode("utf-8", "replace")}
    except (http.client.HTTPException, ValueError) as broken:
        raise OSError(broken) from broken


def insist(method, path, body=None, within=30, final=(400, 413)):
    """Asks until there is an answer that another try would not change. Gives it."""
    pause = 0.2
    while True:
        try:
            status, headers, answer = ask(method, path, body, within)
            if status < 300 or status in final:
                return status, answer
            print(f"{method} {path}: {status} {answer}", file=sys.stderr)
            wait = float(headers.get("Retry-After") or 0)
        except OSError as problem:
            print(f"{method} {path}: {problem}", file=sys.stderr)
            wait = 0
        time.sleep(max(wait, pause))
        pause = min(pause * 2, 30)


def describe():
    rule = {"unit": "chars", "max": LONGEST}
    insist("PUT", "descriptor", {"name": "guestbook", "version": "1", "capabilities": {
        "reply_public": True, "reply_private": False, "find_sent": True,
        "length_public": rule, "length_private": rule}})


def push():
    """Brings events in, in order. One leaves the queue only when the server has it."""
    while True:
        with book() as connection:
            rows = connection.execute("SELECT * FROM queue ORDER BY id LIMIT 500").fetchall()
        if not rows:
            time.sleep(0.2)
            continue
        status, answer = insist("PUT", "events", {"events": [json.loads(row["event"]) for row in rows]})
        for item in answer.get("items", []):
            if item["outcome"] == "rejected":
                print(f"rejected: {item}", file=sys.stderr)
        if status >= 300:
            print(f"a batch was refused: {status} {answer}", file=sys.stderr)
        with book() as connection:
            connection.execute("DELETE FROM queue WHERE id <= ?", (rows[-1]["id"],))


def carry_out(command):
    """Gives the result of a command. The same command again gives the same."""
    if command["command"] == "find_sent":
        with book() as connection:
            found = connection.execute(
                "SELECT id FROM entries WHERE command = ?", (command["sent"],)).fetchone()
        return sent(found["id"]) if found else {"state": "retry", "detail": "it is not there"}
    if command["command"] != "reply":
        return {"state": "failed", "detail": f"a guestbook cannot {command['command']}"}
    if command["audience"] != "public":
        return {"state": "failed", "detail": "everybody can read a guestbook"}
    number = command["thread"].split("entry-")[-1]
    with book() as connection:
        there = connection.execute(
            "SELECT id FROM entries WHERE id = ? AND gone = 0", (number,)).fetchone()
    if there is None:
        return {"state": "failed", "detail": "the entry is gone"}
    return sent(write("owner", command["text"], there["id"], command["id"]))


def sent(entry_id):
    return {"state": "sent", "id": f"entry-{entry_id}", "url": f"http://127.0.0.1:{PORT}/#e{entry_id}"}


def pull():
    """Asks for commands, carries each out, and tells what became of it until that is heard."""
    after = ""
    while True:
        query = urllib.parse.urlencode({"wait": 50, **({"after": after} if after else {})})
        status, page = insist("GET", f"commands?{query}", within=65)
        for command in page.get("commands", []):
            insist("PUT", f"commands/{command['id']}/result", carry_out(command), final=(400, 404, 409))
        after = page.get("next", "")


class Hook(http.server.BaseHTTPRequestHandler):
    """Takes signed commands, in place of asking for them."""

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 4 << 20))
        message_id, timestamp = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
        given = self.headers.get("webhook-signature", "").split(" ")
        fresh = timestamp.isdigit() and abs(time.time() - int(timestamp)) <= 300
        fits = [hmac.compare_digest(one.encode(), signature(message_id, timestamp, body).encode())
                for one in given]
        good = bool(message_id) and fresh and any(fits)
        answer = json.dumps(carry_out(json.loads(body))).encode() if good else b""
        self.send_response(200 if good else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def main():
    words = sys.argv[1:]
    if words[:1] == ["say"]:
        return write("visitor", " ".join(words[1:]))
    if words[:1] in (["edit"], ["erase"]):
        return change(" ".join(words[1:]) if words[0] == "edit" else None)
    if not ACCOUNT or not (TOKEN or SECRET):
        sys.exit(__doc__)
    jobs = [describe, push, http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Page).serve_forever]
    jobs.append(http.server.ThreadingHTTPServer(("127.0.0.1", HOOK), Hook).serve_forever if HOOK else pull)
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    threads[1].join()


if __name__ == "__main__":
    main()
