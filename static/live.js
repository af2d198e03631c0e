// Keeps a part of a page fresh: told of a change, it fetches this page again and takes that part.
(() => {
  for (const part of document.querySelectorAll("[data-live][id]")) {
    let isFirst = true, waits = false;
    const refresh = async () => {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer || !answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      // Never under somebody's hands: a part with the focus in it waits until it is left.
      if (part.contains(document.activeElement)) { waits = true; return; }
      if (fresh) part.replaceChildren(...fresh.childNodes);
    };
    const news = new EventSource(part.dataset.live);
    news.onmessage = () => { if (!isFirst) refresh(); isFirst = false; };
    news.addEventListener("end", () => news.close());
    part.addEventListener("focusout", () => { if (waits) { waits = false; setTimeout(refresh); } });
  }
})();
