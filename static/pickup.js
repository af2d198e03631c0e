// Helps at the pickup counter: takes the code from a scanned address, checks its last symbol
// before anything is sent, and keeps a form from being sent twice.
(() => {
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", CHECK = ALPHABET + "*~$=U", LENGTH = 12;
  const READ_AS = { O: "0", I: "1", L: "1" };

  // The same reading and the same check as on the server, so a slip costs no journey there.
  const read = (typed) => {
    const plain = typed.normalize("NFKC").replace(/[\s\-‐‑–—]/g, "").toUpperCase();
    const code = Array.from(plain, (one) => READ_AS[one] || one).join("");
    if (code.length !== LENGTH + 1) return null;
    let rest = 0;
    for (const one of code.slice(0, LENGTH)) {
      const value = ALPHABET.indexOf(one);
      if (value < 0) return null;
      rest = (rest * ALPHABET.length + value) % CHECK.length;
    }
    return CHECK[rest] === code[LENGTH] ? code : null;
  };
  const grouped = (code) => code.match(/.{1,4}/g).join("-");

  const form = document.querySelector("[data-code-form]");
  if (form) {
    const field = form.elements.code, wrong = form.querySelector("[data-code-wrong]");
    const judge = () => { wrong.hidden = !field.value || read(field.value) !== null; };
    const take = (typed) => {
      const code = read(typed);
      field.value = code ? grouped(code) : typed.slice(0, 60);
      judge();
      return code !== null;
    };
    window.islandPickup = { read, take };
    // What stands behind # never left the browser; now it leaves the address bar and history too.
    const scanned = decodeURIComponent(location.hash.slice(1));
    if (scanned) {
      history.replaceState(null, "", location.pathname + location.search);
      take(scanned);
    }
    field.addEventListener("change", judge);
    field.addEventListener("input", () => { wrong.hidden = true; });
    form.addEventListener("submit", (event) => {
      judge();
      if (wrong.hidden) return;
      event.preventDefault();
      field.focus();
    });
  }

  // A ticket works once: after the download the page fetches the next one by itself.
  for (const once of document.querySelectorAll("[data-once]")) {
    once.addEventListener("submit", () => setTimeout(() => location.assign("/d/text"), 4000));
  }
})();
