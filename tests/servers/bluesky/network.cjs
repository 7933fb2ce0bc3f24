// A whole Bluesky network on loopback: a PLC directory, a PDS, an AppView. Prints the address of the PDS
// when it is up. Asks for DB_POSTGRES_URL, REDIS_HOST, and PORT: the first of ten ports that are free.
const { TestNetwork } = require("@atproto/dev-env");

const port = Number(process.env.PORT);

async function main() {
  const network = await TestNetwork.create({
    dbPostgresUrl: process.env.DB_POSTGRES_URL,
    redisHost: process.env.REDIS_HOST,
    plc: { port },
    pds: { port: port + 1, hostname: "localhost", enableDidDocWithSession: true },
    bsky: { port: port + 2, dbPostgresSchema: "bsky" },
    ozone: { port: port + 5, dbPostgresSchema: "ozone" },
  });
  console.log(`up: ${network.pds.url}`);
  process.on("SIGTERM", () => network.close().finally(() => process.exit(0)));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
