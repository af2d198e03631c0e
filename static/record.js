// Keeps what is being typed on every pause; without it the form works all the same.
(() => {
  for (const form of document.querySelectorAll("form[data-unsent]")) {
    const text = form.elements.text, words = form.querySelector("[data-unsent-words]");
    let timer = 0, kept = text.value, isSending = false;
    const keep = async () => {
      if (isSending || text.value === kept) return;
      isSending = true;
      const now = text.value, body = new FormData();
      body.append("text", now);
      const answer = await fetch(form.dataset.unsent, { method: "POST", body }).catch(() => null);
      isSending = false;
      if (answer && answer.ok) {
        kept = now;
        words.textContent = `${words.dataset.kept} ${new Date().toLocaleTimeString()}`;
      } else words.textContent = words.dataset.lost;
    };
    text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 800); });
    addEventListener("pagehide", keep);
    form.addEventListener("submit", () => { clearTimeout(timer); kept = text.value; });
    addEventListener("beforeunload", (event) => { if (text.value !== kept) event.preventDefault(); });
  }
})();
