import { agents, expect, person, test, Workplace } from "./fixtures/test.ts";

test.use({ ownHouse: "unknown" });

test("a reply whose fate is unknown is looked up, one that was refused for now goes later, each once", async ({ network, deskOf }) => {
  test.slow();
  const ulla = new Workplace(await deskOf(agents.ana));
  const vera = new Workplace(await deskOf(agents.supervisor));
  const code = await network.post({
    author: person("Ulla Sander"),
    text: "@altavela the voucher code does not work, please help me",
  });
  const meal = await network.post({
    author: person("Vera Lang"),
    text: "@altavela my meal order is wrong, can you help?",
  });
  await ulla.open("Ulla Sander");
  await vera.open("Vera Lang");
  await network.plan("server_error");
  await network.plan("accept_then_drop");
  await ulla.say("Public", "Please try the code without the hyphen.");
  await vera.say("Public", "We changed your meal.");
  await expect(ulla.undo).toBeVisible();
  await expect(vera.undo).toBeVisible();

  await expect.poll(() => network.hits("server_error"), { timeout: 20_000 }).toBe(1);
  await expect.poll(() => network.hits("accept_then_drop"), { timeout: 30_000 }).toBe(1);
  const unsettled = /Nobody knows|Is going out|Waits|could not be sent/;
  for (const [desk, words] of [[ulla, "without the hyphen"], [vera, "changed your meal"]] as const) {
    await expect(desk.undo).toHaveCount(0);
    await expect(desk.said(words)).not.toContainText(unsettled, { timeout: 60_000 });
    await expect(desk.said(words)).toHaveCount(1);
  }
  await expect.poll(async () => (await network.answers(meal)).length, { timeout: 60_000 }).toBe(1);
  expect((await network.answers(code)).map((seen) => seen.text)).toEqual(["Please try the code without the hyphen."]);
  expect((await network.answers(meal)).map((seen) => seen.text)).toEqual(["We changed your meal."]);
});
