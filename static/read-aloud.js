// Reads a paragraph aloud with the phone's own voice; without one the button stays hidden.
(() => {
  if (!("speechSynthesis" in window)) return;
  for (const card of document.querySelectorAll("[data-read]")) {
    const button = card.querySelector("[data-speak]");
    button.hidden = false;
    button.addEventListener("click", () => {
      speechSynthesis.cancel();
      const words = new SpeechSynthesisUtterance(card.dataset.read);
      words.lang = "zh-CN";
      words.rate = 0.85;
      speechSynthesis.speak(words);
    });
  }
})();
