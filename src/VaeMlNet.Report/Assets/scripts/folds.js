// The folded sections: links open them, a button opens all of them, and they are printed open.
(() => {
  "use strict";
  const { element, fit } = report;
  const folds = [...document.querySelectorAll("details.fold")];
  const button = element("open-all");

  // Opens the section that a link leads to. The browser scrolls before the section is open.
  function reveal() {
    const section = location.hash ? element(decodeURIComponent(location.hash.slice(1))) : null;
    const fold = section?.querySelector(":scope > .fold");
    if (!fold || fold.open) return;
    fold.open = true;
    section.scrollIntoView();
  }

  function name() {
    if (button) button.textContent = folds.every((fold) => fold.open) ? "Close all sections" : "Open all sections";
  }

  for (const fold of folds) {
    fold.addEventListener("toggle", () => {
      name();
      if (fold.open) fit(fold);
    });
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    // A link to the section that was opened last does not change the address.
    link.addEventListener("click", () => setTimeout(reveal));
  }
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => folds.forEach((fold) => (fold.open = true)));
  button?.addEventListener("click", () => {
    const open = !folds.every((fold) => fold.open);
    folds.forEach((fold) => (fold.open = open));
  });
  if (button) button.hidden = false;
  reveal();
})();
