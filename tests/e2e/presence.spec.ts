import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

const words = "@altavela nobody answers your phone. My flight is tomorrow, please help!";
const first = "We are here. Which flight is it?";
const second = "Hello, may we have the flight number?";

test("two people see each other in a case, and only the first reply goes", async ({ network, deskOf }) => {
  const ana = new Workplace(await deskOf(agents.ana));
  const sam = new Workplace(await deskOf(agents.supervisor));
  const post = await network.post({ author: person("Pilar Ochoa"), text: words });
  const others = (desk: Workplace): ReturnType<typeof desk.page.locator> => desk.page.locator("#presence");

  await test.step("who looks", async () => {
    await ana.open("Pilar Ochoa");
    await sam.open("Pilar Ochoa");
    await expect(others(ana)).toContainText("Sam is looking");
    await expect(others(sam)).toContainText("Ana is looking");
  });

  await test.step("who types", async () => {
    await ana.choose("Public");
    await ana.field("Public").pressSequentially("We");
    await expect(others(sam)).toContainText("Ana is typing");
    await expect(sam.row("Pilar Ochoa")).toContainText("Ana is typing");
    await expectAccessible(sam.page);
  });

  await test.step("the second reply is refused with what the first one said", async () => {
    await sam.choose("Public");
    await sam.field("Public").fill(second);
    await ana.say("Public", first);
    await expect(ana.undo).toBeVisible();
    await sam.field("Public").press("Control+Enter");
    await expect(sam.stop).toContainText(/Ana( Carvalho)? answered/);
    await expect(sam.stop).toContainText(first);
    await expect(sam.stop.getByRole("textbox", { name: "Your reply" })).toHaveValue(second);
    await expect(sam.said(second)).toHaveCount(0);
    await expectAccessible(sam.page);
  });

  await test.step("the draft of the second is kept", async () => {
    await sam.stop.getByRole("link", { name: "Keep mine as a draft" }).click();
    await expect(sam.stop).toHaveCount(0);
    await expect(sam.field("Public")).toHaveValue(second);
    await sam.page.reload();
    await expect(sam.field("Public")).toHaveValue(second);
    await expect(sam.said(first)).toHaveCount(1);
  });

  // Customers see one reply.
  network.promise(post, [first]);

  await test.step("who leaves is gone", async () => {
    await ana.page.goto("/keys");
    await expect(others(sam)).not.toContainText("Ana");
  });
});

test("whoever has read the first reply may send the second", async ({ network, deskOf }) => {
  const ana = new Workplace(await deskOf(agents.ana));
  const sam = new Workplace(await deskOf(agents.supervisor));
  const post = await network.post({ author: person("Quentin Abel"), text: words });
  await ana.open("Quentin Abel");
  await sam.open("Quentin Abel");
  await sam.choose("Public");
  await sam.field("Public").fill(second);
  await ana.say("Public", first);
  await expect(ana.undo).toBeVisible();
  await sam.field("Public").press("Control+Enter");
  await sam.stop.getByRole("button", { name: "Send anyway" }).click();
  await expect(sam.stop).toHaveCount(0);
  await expect(sam.said(second)).toHaveCount(1);
  await expect(sam.field("Public")).toHaveValue("");
  network.promise(post, [first, second]);
});
