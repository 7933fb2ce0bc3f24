import { agents, expect, person, test, Workplace } from "./fixtures/test.ts";

test("a reply whose fate is unknown is looked up, and shown to the customer once", async ({ network, deskOf }) => {
  test.slow();
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const post = await network.post({
    author: person("Ulla Sander"),
    text: "@altavela the voucher code does not work, please help me",
  });
  await desk.open("Ulla Sander");
  await network.plan("accept_then_drop");
  await desk.say("Public", "Please try the code without the hyphen.");
  await expect(desk.undo).toBeVisible();

  await expect.poll(() => network.hits("accept_then_drop"), { timeout: 20_000 }).toBe(1);
  await expect(desk.undo).toHaveCount(0, { timeout: 15_000 });
  await expect(desk.said("without the hyphen").getByRole("link"), "it is a post with an address now").toHaveCount(0);
  await expect(desk.said("without the hyphen")).not.toContainText(/Nobody knows|Is going out|Waits/, { timeout: 60_000 });
  await expect(desk.said("without the hyphen")).toHaveCount(1);
  const seen = await network.answers(post);
  expect(seen.map((one) => one.text)).toEqual(["Please try the code without the hyphen."]);
});

test("a busy network gets the reply later, and once", async ({ network, deskOf }) => {
  test.slow();
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const post = await network.post({
    author: person("Vera Lang"),
    text: "@altavela my meal order is wrong, can you help?",
  });
  await desk.open("Vera Lang");
  await network.plan("server_error");
  await desk.say("Public", "We changed your meal.");
  await expect.poll(() => network.hits("server_error"), { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await network.answers(post)).length, { timeout: 60_000 }).toBe(1);
  await expect(desk.said("We changed your meal.")).toHaveCount(1);
});
