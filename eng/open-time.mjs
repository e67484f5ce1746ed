// Measures how long reports take to open in chromium, in seconds from the start of the navigation until all charts are drawn:
//   node eng/open-time.mjs PAGE.html ...
// Opens each page 5 times, and prints the smallest and the largest time with the size of the file. Needs chromium on the PATH.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const repeats = 5;
const profile = mkdtempSync(join(tmpdir(), "open-time-"));
const settings = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync", "--window-size=1280,900"];
const browser = spawn("chromium", [...settings, `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"], {
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
});
const [input, output] = [browser.stdio[3], browser.stdio[4]];

let last = 0;
let rest = "";
const waiting = new Map();
// Messages end with a null character.
output.on("data", (data) => {
  const messages = (rest + data).split("\0");
  rest = messages.pop();
  for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
    if (!waiting.has(id)) continue;
    const { found, failed } = waiting.get(id);
    waiting.delete(id);
    if (error) failed(new Error(error.message));
    else found(result);
  }
});
const send = (method, params = {}, sessionId = undefined) =>
  new Promise((found, failed) => {
    waiting.set(++last, { found, failed });
    input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });

async function open(page) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const evaluate = async (expression) => (await send("Runtime.evaluate", { expression, returnByValue: true }, sessionId)).result.value;
  await send("Page.enable", {}, sessionId);
  // The page's own clock, noted when the charts are drawn.
  await send("Page.addScriptToEvaluateOnNewDocument", { source: "new MutationObserver(() => { if (document.documentElement?.dataset.charts === 'drawn') window.drawnAt ??= performance.now(); }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-charts'] });" }, sessionId);
  await send("Page.navigate", { url: pathToFileURL(resolve(page)).href }, sessionId);
  let drawnAt = null;
  for (let i = 0; i < 1200 && !drawnAt; i++) {
    await new Promise((wake) => setTimeout(wake, 50));
    drawnAt = await evaluate("window.drawnAt ?? null");
  }
  await send("Target.closeTarget", { targetId });
  if (!drawnAt) throw new Error(`${page}: the charts were not drawn within a minute.`);
  return drawnAt / 1000;
}

for (const page of process.argv.slice(2)) {
  const seconds = [];
  for (let i = 0; i < repeats; i++) seconds.push(await open(page));
  const size = (statSync(page).size / 1e6).toFixed(2);
  console.log(`${page}: ${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s, ${size} MB`);
}
browser.kill();
await new Promise((ended) => browser.on("exit", ended));
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
