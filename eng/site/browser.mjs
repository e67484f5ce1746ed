// One tab of a chromium without a window.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const programs = ["chromium", "chromium-browser", "google-chrome"];
const settings = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];
const patience = 30_000;

export class Browser {
  #process;
  #profile;
  #session;
  #last = 0;
  #waiting = new Map();
  #loaded = () => {};
  onRequest = () => {};

  /** Starts the browser. Returns null where there is none. */
  static async start() {
    const program = programs.find((name) => spawnSync(name, ["--version"]).status === 0);
    if (!program) return null;
    const browser = new Browser();
    await browser.#start(program);
    return browser;
  }

  async #start(program) {
    this.#profile = mkdtempSync(join(tmpdir(), "site-browser-"));
    this.#process = spawn(program, [...settings, `--user-data-dir=${this.#profile}`, "--remote-debugging-pipe", "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    let rest = "";
    // Messages end with a null character.
    this.#process.stdio[4].on("data", (data) => {
      const messages = (rest + data).split("\0");
      rest = messages.pop();
      for (const message of messages) this.#receive(JSON.parse(message));
    });
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    this.#session = (await this.#send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    await this.#send("Page.enable");
    await this.#send("Network.enable");
  }

  #receive({ id, method, params, result, error }) {
    if (method === "Network.requestWillBeSent") this.onRequest(params.request.url);
    if (method === "Page.loadEventFired") this.#loaded();
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (error) waiting.failed(new Error(error.message));
    else waiting.found(result);
  }

  #send(method, params = {}) {
    return new Promise((found, failed) => {
      this.#waiting.set(++this.#last, { found, failed });
      this.#process.stdio[3].write(`${JSON.stringify({ id: this.#last, method, params, sessionId: this.#session })}\0`);
    });
  }

  /** Opens a page in a window of a size, and waits until its scripts run. */
  async open(address, width, height, dark = false) {
    await this.#send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 768 });
    await this.#send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
    const loaded = new Promise((event) => (this.#loaded = event));
    await this.#send("Page.navigate", { url: address });
    await loaded;
    await this.until("Boolean(document.querySelector('#app')?._vnode)");
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  /** Waits until an expression is true. */
  async until(expression) {
    for (const end = Date.now() + patience; Date.now() < end; ) {
      if (await this.evaluate(expression)) return;
      await new Promise((wake) => setTimeout(wake, 20));
    }
    throw new Error(`Not within ${patience / 1000} s: ${expression}`);
  }

  async screenshot() {
    // Pictures appear with a transition.
    await new Promise((wake) => setTimeout(wake, 300));
    return Buffer.from((await this.#send("Page.captureScreenshot", { format: "png" })).data, "base64");
  }

  async close() {
    this.#process.kill();
    await new Promise((ended) => this.#process.on("exit", ended));
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
