// A Jetstream (version 1: JSON over a WebSocket) in front of a PDS: it reads the PDS's own stream of
// commits and tells what it read as https://github.com/bluesky-social/jetstream does. PDS is the address
// of that stream, PORT is where it listens.
const http = require("http");
const WebSocket = require("ws");
const cbor = require("@atproto/lex-cbor");
const { lexToJson } = require("@atproto/lex-json");
const { readCar } = require("@atproto/repo");

const remembered = 50_000;
const told = [];
const listeners = new Set();
let last = 0;

function tell(event) {
  last = Math.max(last + 1, Date.now() * 1000);
  const whole = { ...event, time_us: last };
  told.push(whole);
  if (told.length > remembered) told.shift();
  for (const listener of listeners) listener(whole);
}

async function read(message) {
  const bytes = new Uint8Array(message);
  const [head, body] = [...(cbor.cborDecodeAll ?? cbor.decodeAll)(bytes)];
  if (head.t === "#identity") {
    tell({ did: body.did, kind: "identity", identity: { did: body.did, handle: body.handle } });
  } else if (head.t === "#account") {
    const { did, active, status } = body;
    tell({ did, kind: "account", account: { did, active, status } });
  } else if (head.t === "#commit") {
    const { blocks } = await readCar(body.blocks);
    for (const { action, path, cid } of body.ops) {
      const [collection, rkey] = path.split("/");
      const commit = { rev: body.rev, operation: action, collection, rkey };
      if (cid) {
        commit.record = lexToJson((cbor.cborDecode ?? cbor.decode)(blocks.get(cid)));
        commit.cid = cid.toString();
      }
      tell({ did: body.repo, kind: "commit", commit });
    }
  }
}

// One after another, so that the order stays.
let turn = Promise.resolve();
const stream = new WebSocket(`${process.env.PDS}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`);
stream.on("message", (message) => {
  turn = turn.then(() => read(message)).catch((problem) => console.error(problem));
});

const server = http.createServer((_, answer) => answer.end("a Jetstream\n"));
new WebSocket.Server({ server }).on("connection", (socket, request) => {
  const asked = new URL(request.url, "http://localhost").searchParams;
  const wanted = asked.getAll("wantedCollections");
  const since = Number(asked.get("cursor") ?? Infinity);
  const listener = (event) => {
    if (event.commit && wanted.length > 0 && !wanted.includes(event.commit.collection)) return;
    socket.send(JSON.stringify(event));
  };
  told.filter((event) => event.time_us > since).forEach(listener);
  listeners.add(listener);
  socket.on("close", () => listeners.delete(listener));
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("up"));
