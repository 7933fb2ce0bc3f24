import { agents, expect, expectAccessible, person, test, Workplace } from "./fixtures/test.ts";

const words = "@altavela I still wait for my refund. Why does it take so long? Please help!";
const leaky = "We wrote to greta.holm@mail.example and called +46 70 174 06 35 yesterday.";

test("private data does not go out in public, but may go in private", async ({ network, deskOf }) => {
  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const post = await network.post({ author: person("Greta Holm"), text: words });
  await desk.open("Greta Holm");

  await test.step("it is stopped, and what stopped it is marked", async () => {
    await desk.say("Public", leaky);
    await expect(desk.stop).toContainText("This may not go out in public");
    const marked = desk.stop.locator("mark");
    await expect(marked).toHaveText([/greta\.holm@mail\.example/, /46 70 174 06 35/]);
    await expect(marked.first()).not.toHaveCSS("box-shadow", "none");
    await expect(desk.stop.getByRole("list")).toContainText("E-mail address");
    await expect(desk.stop.getByRole("list")).toContainText("Phone number");
    await expect(desk.said(leaky)).toHaveCount(0);
    await expect(desk.field("Public")).toHaveValue(leaky);
    await expectAccessible(page);
  });

  await test.step("an agent may not overrule it", async () => {
    await expect(desk.stop.getByRole("button", { name: "Send in public" })).toHaveCount(0);
  });

  await test.step("moved to private it goes", async () => {
    await desk.stop.getByRole("button", { name: "Move it to private" }).click();
    await expect(desk.stop).toHaveCount(0);
    await expect(desk.composer.getByRole("radio", { name: "Private" })).toBeChecked();
    await expect(desk.field("Private")).toHaveValue(leaky);
    await desk.field("Private").press("Control+Enter");
    await expect(desk.undo).toBeVisible();
    network.promise(post, [{ audience: "private", text: leaky }]);
  });

  await test.step("it does not stay behind in the public draft", async () => {
    await page.reload();
    await desk.choose("Public");
    await expect(desk.field("Public")).toHaveValue("");
  });
});

test("a supervisor may overrule the guard with a reason", async ({ network, deskOf }) => {
  const page = await deskOf(agents.supervisor);
  const desk = new Workplace(page);
  const post = await network.post({ author: person("Hanna Brandt"), text: words });
  const open = "Our own desk at the airport answers at +351 21 841 35 00.";
  await desk.open("Hanna Brandt");
  await desk.say("Public", open);
  await expect(desk.stop).toContainText("Phone number");

  const send = desk.stop.getByRole("button", { name: "Send in public" });
  await send.click();
  await expect(desk.stop, "without a reason nothing moves").toBeVisible();
  await desk.stop.getByRole("textbox", { name: /reason/ }).fill("This is the public number of our own desk.");
  await send.click();
  await expect(desk.stop).toHaveCount(0);
  await expect(desk.said(open)).toHaveCount(1);
  await expect(desk.field("Public")).toHaveValue("");
  // Delivery asks the guard again, and lets it go too.
  network.promise(post, [{ audience: "public", text: open }]);
});

test("what is known of a customer, and the brand's own numbers, stay private", async ({ network, deskOf }) => {
  const admin = await deskOf(agents.administrator);
  await test.step("an administrator tells the guard what a ticket looks like", async () => {
    await admin.goto("/settings/guard");
    const patterns = admin.getByRole("textbox", { name: "Your own private numbers" });
    const before = await patterns.inputValue();
    await patterns.fill(`${before}\nTK[0-9]{4}`);
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByRole("alert")).toContainText("has no name");
    await expect(patterns).toHaveValue(/TK\[0-9\]/);
    await expectAccessible(admin);
    await patterns.fill(`${before}\nticket = TK[0-9]{4}`);
    await admin.getByRole("textbox", { name: "A public answer" }).fill("We found TK4711 for you");
    await admin.getByRole("button", { name: "Ask the guard" }).click();
    await expect(admin.getByRole("listitem").filter({ hasText: "TK4711" })).toContainText("ticket");
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("It holds from the next answer on.")).toBeVisible();
    await expect(patterns).toHaveValue(/ticket = TK/);
    await expectAccessible(admin);
  });

  const page = await deskOf(agents.ana);
  const desk = new Workplace(page);
  const customer = page.getByRole("complementary", { name: "Customer" });
  await network.post({ author: person("Ines Okoro"), text: words });
  await desk.open("Ines Okoro");
  await test.step("an agent writes an order down", async () => {
    await customer.getByText("Write something down").click();
    await customer.getByRole("combobox", { name: "What it is" }).selectOption({ label: "Order" });
    await customer.getByRole("textbox", { name: "Value" }).fill("KX7Q2PW9");
    await customer.getByRole("button", { name: "Keep" }).click();
    await expect(page.getByText("It will not go out in public.")).toBeVisible();
    await expect(customer.getByRole("listitem").filter({ hasText: "Order" })).toContainText("PW9");
    await expect(customer).not.toContainText("KX7Q2PW9");
    await expectAccessible(page);
  });
  await test.step("neither goes out", async () => {
    for (const leak of ["Your order KX7Q2PW9 is on its way", "We look after TK4711"]) {
      await desk.say("Public", leak);
      await expect(desk.stop).toContainText("This may not go out in public");
    }
  });
  await test.step("and it is struck out again", async () => {
    await customer.getByRole("button", { name: "Strike out: Order" }).click();
    await expect(customer.getByRole("button", { name: "Strike out: Order" })).toHaveCount(0);
  });
});
