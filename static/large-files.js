// Hands a large file in part by part: a broken connection is tried again, a closed page gone on with.
(() => {
  const form = document.querySelector("[data-large]");
  const subtle = window.crypto && window.crypto.subtle;
  if (!form || !subtle || !window.fetch) return; // the form itself takes files of the usual size
  const said = form.querySelector("[data-large-said]"), bar = form.querySelector("progress");
  const pause = form.querySelector("[data-large-pause]"), send = form.querySelector("button");
  const partBytes = Number(form.dataset.part), here = form.dataset.large, words = form.dataset;
  const WAIT_MS = 2000, WAIT_MS_MAX = 60000;
  let paused = false;
  const say = (text) => { said.textContent = text; };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const hex = (raw) => Array.from(new Uint8Array(raw), (b) => b.toString(16).padStart(2, "0")).join("");
  const body = (facts) => new URLSearchParams(facts);

  const begun = async (file) => {
    const open = [...document.querySelectorAll("[data-large-open]")];
    const known = open.find((one) => Number(one.dataset.size) === file.size);
    if (known) {
      const have = known.dataset.have.split(",").filter(Boolean).map(Number);
      return { id: known.dataset.largeOpen, have: new Set(have) };
    }
    const facts = { key: form.elements.key.value, title: form.elements.title.value };
    const answer = await fetch(`${here}/begin`, {
      method: "POST", body: body({ ...facts, name: file.name, size: file.size }),
      headers: { accept: "application/json" },
    });
    if (!answer.ok) return null;
    return { id: (await answer.json()).id, have: new Set() };
  };

  const put = async (id, place, blob) => {
    const content = await blob.arrayBuffer();
    const digest = hex(await subtle.digest("SHA-256", content));
    for (let ms = WAIT_MS; ; ms = Math.min(ms * 2, WAIT_MS_MAX)) {
      while (paused) await wait(200);
      try {
        const answer = await fetch(`${here}/${id}/parts/${place}`, {
          method: "POST", body: content,
          headers: { "content-type": "application/octet-stream", "x-part-sha256": digest },
        });
        if (answer.ok) return true;
        if (answer.status < 500 && answer.status !== 429) return false;
      } catch { /* no connection: tried again below */ }
      say(words.broken);
      await wait(ms);
    }
  };

  const handIn = async (file) => {
    const opened = await begun(file);
    if (!opened) return form.submit(); // the server says in the page what is wrong
    const parts = Math.ceil(file.size / partBytes);
    bar.hidden = pause.hidden = false;
    for (let place = 1; place <= parts; place += 1) {
      // The first part is always sent: it tells whether this is the file that was begun.
      if (place > 1 && opened.have.has(place)) continue;
      const blob = file.slice((place - 1) * partBytes, place * partBytes);
      if (!await put(opened.id, place, blob)) { say(words.other); return undefined; }
      bar.value = place / parts;
      say(`${words.sending} ${Math.round(100 * place / parts)}%`);
    }
    const end = document.createElement("form");
    end.method = "post";
    end.action = `${here}/${opened.id}/finish`;
    document.body.append(end);
    return end.submit();
  };

  form.addEventListener("submit", (event) => {
    const file = form.elements.files.files[0];
    if (!file || (!form.elements.title.value.trim() && !document.querySelector("[data-large-open]"))) return;
    event.preventDefault();
    send.disabled = true;
    handIn(file).finally(() => { send.disabled = false; });
  });
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    if (paused) say(words.paused);
  });
})();
