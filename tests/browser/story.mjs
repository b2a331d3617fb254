// The whole story in a real browser, on a gateway whose address and invitations come in on the standard input as JSON:
//   { address, buyer, authority, fid, title, accused, screenshots, chromium }
// Ends with exit code 0 and a line of JSON; anything that is not as it should be ends it with 1 and says what.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const story = JSON.parse(readFileSync(0, 'utf8'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const password = 'a password of the story';
const troubles = [];
let shots = 0;

mkdirSync(story.screenshots, { recursive: true });
const browser = await chromium.launch({ executablePath: story.chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

const newPerson = async (who, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', message => { if (message.type() === 'error') troubles.push(`${who}: console: ${message.text()} (${message.location().url})`); });
  page.on('pageerror', error => troubles.push(`${who}: ${error.message}`));
  return page;
};

const shot = (page, name) => page.screenshot({ path: join(story.screenshots, `${String(++shots).padStart(2, '0')}-${name}.png`), fullPage: true });

// What keeps people out: rules of WCAG 2.1 A and AA that can be checked by a machine.
const accessible = async (page, name) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
  for (const rule of violations) troubles.push(`${name}: ${rule.id}: ${rule.help}: ${rule.nodes[0].html}`);
  await shot(page, name);
};

const takeUp = async (page, link) => {
  await page.goto(link);
  // A secret does not stay in the address.
  await page.waitForFunction(() => location.hash === '');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
};

const step = async (name, work) => {
  try {
    await work();
  } catch (error) {
    error.message = `${name}: ${error.message}`;
    throw error;
  }
};

try {
  const buyer = await newPerson('buyer');
  await step('join', async () => {
    await buyer.goto(story.buyer);
    await accessible(buyer, 'join');
    await takeUp(buyer, story.buyer);
  });
  await step('sign in', async () => {
    await buyer.getByRole('button', { name: 'Sign out' }).click();
    await buyer.getByRole('link', { name: 'Sign in' }).click();
    await accessible(buyer, 'sign-in');
    await buyer.getByLabel('Name').fill('buyer-1');
    await buyer.getByLabel('Password').fill('not the password');
    troubles.length = 0;
    await buyer.getByRole('button', { name: 'Sign in' }).click();
    await buyer.getByRole('alert').waitFor();
    // The browser notes the answer 401 itself.
    troubles.length = 0;
    await buyer.getByLabel('Name').fill('buyer-1');
    await buyer.getByLabel('Password').fill(password);
    await buyer.getByRole('button', { name: 'Sign in' }).click();
    await buyer.getByRole('heading', { name: 'Market' }).waitFor();
  });
  await step('search', async () => {
    await buyer.getByRole('searchbox').fill('nothing like this');
    await buyer.getByRole('button', { name: 'Search' }).click();
    await buyer.getByText('No model matches').waitFor();
    await buyer.getByRole('searchbox').fill(story.title.split(' ')[0]);
    await buyer.getByRole('button', { name: 'Search' }).click();
    await accessible(buyer, 'market');
    await buyer.getByRole('link', { name: story.title }).click();
  });
  await step('model', async () => {
    await buyer.getByRole('heading', { name: story.title }).waitFor();
    assert.ok(await buyer.locator('svg.plot polyline').count(), 'the plot of the accuracy is missing');
    await accessible(buyer, 'model');
  });
  await step('verify', async () => {
    await buyer.getByRole('button', { name: 'Verify' }).click();
    await buyer.getByText('Verified: your browser computed the root').waitFor();
    // A gateway that lies is found out: the same proof, of a record with another price.
    await buyer.route('**/v1/audit/proofs/**', async route => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, record: body.record.replace(/"price":\d+/, '"price":1') } });
    });
    await buyer.getByRole('button', { name: 'Verify' }).click();
    await buyer.getByText('Not verified: the proof is of another record').waitFor();
    await buyer.unroute('**/v1/audit/proofs/**');
    await shot(buyer, 'verified');
  });
  await step('buy', async () => {
    await buyer.getByRole('button', { name: 'Buy' }).click();
    await buyer.getByRole('button', { name: 'Open the model' }).waitFor();
    await accessible(buyer, 'delivered');
  });
  await step('open and download', async () => {
    await buyer.getByRole('button', { name: 'Open the model' }).click();
    const link = buyer.getByRole('link', { name: 'Download the model' });
    await link.waitFor();
    await accessible(buyer, 'opened');
    const waiting = buyer.waitForEvent('download');
    await link.click();
    const file = readFileSync(await (await waiting).path());
    assert.ok(file.includes('probabilities'), 'the downloaded file is not the model');
  });
  const purchase = buyer.url();
  await step('try', async () => {
    await buyer.getByRole('link', { name: 'Try it' }).click();
    await buyer.getByText('Draw a digit.').waitFor();
    const box = await buyer.locator('canvas').boundingBox();
    await buyer.mouse.move(box.x + 140, box.y + 50);
    await buyer.mouse.down();
    for (let y = 50; y <= 230; y += 20) await buyer.mouse.move(box.x + 140, box.y + y);
    await buyer.mouse.up();
    await buyer.getByText(/It is a \d, by \d+ %/).waitFor();
    assert.equal(await buyer.locator('.bars li').count(), 10);
    await accessible(buyer, 'try');
    await buyer.goto(purchase);
  });
  await step('rate', async () => {
    await buyer.getByLabel('Rating').fill('90');
    await buyer.getByLabel('Comment').fill('reads my "7" <b>well</b>');
    await buyer.getByRole('button', { name: 'Rate' }).click();
    await buyer.getByText('reads my "7" <b>well</b>').waitFor();
  });
  await step('accounts', async () => {
    await buyer.getByRole('link', { name: 'Accounts' }).click();
    await accessible(buyer, 'accounts');
    await buyer.getByRole('link', { name: /^Account of/ }).first().click();
    await accessible(buyer, 'statement');
  });
  await step('audit', async () => {
    await buyer.getByRole('link', { name: 'Audit' }).click();
    await buyer.getByText('Money is conserved.').waitFor();
    await accessible(buyer, 'audit');
  });
  await step('live', async () => {
    await buyer.goto(`${story.address}models/${story.fid}/live`);
    await buyer.getByText('Following the ledger.').waitFor();
    await accessible(buyer, 'live');
  });
  await step('report', async () => {
    await buyer.goto(`${story.address}trainers/${story.accused}`);
    await accessible(buyer, 'trainer');
    await buyer.getByRole('link', { name: 'Report this trainer' }).click();
    await buyer.getByLabel('Claim').fill('Its data are not its own');
    await buyer.getByLabel('Evidence').fill('Sample 17 is a page of my diary.');
    await accessible(buyer, 'report');
    await buyer.getByRole('button', { name: 'Report' }).click();
    await buyer.getByText('Sample 17 is a page of my diary.').waitFor();
    await buyer.goto(`${story.address}?status=onsale`);
    assert.equal(await buyer.getByRole('link', { name: story.title }).count(), 0, 'an accused trainer\'s model is still on sale');
    await buyer.goto(`${story.address}models/${story.fid}`);
    await buyer.getByText('A trainer of this model is accused').waitFor();
    await shot(buyer, 'in-judging');
  });
  await step('judge', async () => {
    const authority = await newPerson('authority', { colorScheme: 'dark' });
    await takeUp(authority, story.authority);
    await authority.getByRole('link', { name: 'Reports' }).click();
    await accessible(authority, 'queue-dark');
    await authority.getByRole('link', { name: 'Judge' }).click();
    await authority.getByLabel('The claim holds').check();
    await authority.getByLabel('Findings').fill('The diary is real.');
    await accessible(authority, 'judge-dark');
    await authority.getByRole('button', { name: 'Sign and submit the judgment' }).click();
    await authority.getByText('forbidden').waitFor();
    await shot(authority, 'judged-dark');
    await authority.goto(`${story.address}models/${story.fid}`);
    await authority.getByText('It cannot be bought.').waitFor();
    await authority.goto(`${story.address}?status=onsale`);
    assert.equal(await authority.getByRole('link', { name: story.title }).count(), 0, 'a forbidden model is still on sale');
    await authority.goto(`${story.address}trainers/${story.accused}`);
    await authority.getByText('unqualified').first().waitFor();
  });
  await step('narrow screen and keyboard', async () => {
    await buyer.setViewportSize({ width: 360, height: 740 });
    for (const path of ['', `models/${story.fid}`, 'audit', 'reports']) {
      await buyer.goto(story.address + path);
      const wider = await buyer.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `/${path} is ${wider} pixels wider than a narrow screen`);
    }
    await shot(buyer, 'narrow');
    await buyer.keyboard.press('Tab');
    assert.equal(await buyer.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await buyer.keyboard.press('Enter');
    assert.equal(await buyer.evaluate(() => document.activeElement.id), 'content');
  });
  assert.deepEqual(troubles, []);
  console.log(JSON.stringify({ screenshots: shots }));
} catch (error) {
  console.error(error.message, troubles.join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
}
