// Checks a paper in the browser: the file never leaves it, only its hash, and with a proof nothing.
(() => {
  const FORMAT = "island-evidence/1", ISSUED = "paper.issued";
  const FIELDS = ["format", "leaf", "facts", "salt", "index", "path", "checkpoint", "key", "since"];
  const subtle = window.crypto && window.crypto.subtle;
  const bytes = (text) => new TextEncoder().encode(text);
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const sha256 = async (content) => new Uint8Array(await subtle.digest("SHA-256", content));
  const hex = (content) => Array.from(content, (b) => b.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (two) => parseInt(two, 16));
  const plain = (raw) => btoa(String.fromCharCode(...raw));
  const unbase = (text) => {
    const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    if (plain(raw) !== text) throw new Error("base64");
    return raw;
  };
  const same = (a, b) => hex(a) === hex(b);

  const openKey = async (text) => {
    const [, name, id, material] = text.match(/^([^+]+)\+([0-9a-f]{8})\+(.+)$/);
    const raw = unbase(material);
    const wanted = await sha256(join(bytes(name + "\n"), raw));
    if (raw.length !== 33 || raw[0] !== 1 || hex(wanted.slice(0, 4)) !== id) throw new Error("key");
    return { name, id, raw: raw.slice(1) };
  };

  // RFC 9162 2.1.3: from the leaf up to the root. Numbers here stay below 2 ** 53.
  const climb = async (leaf, index, size, path) => {
    let node = leaf, here = index, last = size - 1;
    for (const one of path) {
      if (last === 0) return null;
      if (here % 2 || here === last) {
        node = await sha256(join([1], one, node));
        while (here % 2 === 0 && here !== 0) { here /= 2; last = Math.floor(last / 2); }
      } else node = await sha256(join([1], node, one));
      here = Math.floor(here / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 ? node : null;
  };

  // "yes", "no", or "unknown" where the browser has no Ed25519.
  const signed = async (key, note) => {
    const end = note.indexOf("\n\n"), body = bytes(note.slice(0, end + 1));
    const lines = note.slice(end + 2).split("\n").map((line) => line.replace("\u2014 ", "").split(" "));
    const blobs = lines.filter(([name, blob]) => name === key.name && blob).map((line) => unbase(line[1]));
    const ours = blobs.filter((blob) => hex(blob.slice(0, 4)) === key.id);
    if (note.split("\n")[0] !== key.name || !ours.length) return "no";
    let imported;
    try {
      imported = await subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
    } catch { return "unknown"; }
    for (const blob of ours)
      if (await subtle.verify("Ed25519", imported, blob.slice(4), body)) return "yes";
    return "no";
  };

  // The name of the first link that breaks; "yes" when all hold; "unsigned" when none is known to break.
  const check = async (text, fileHash, trusted) => {
    let bundle, key, root, size, path;
    try {
      bundle = JSON.parse(text);
      if (FIELDS.some((name) => !(name in bundle)) || bundle.format !== FORMAT) return "bundle";
      if (!Number.isSafeInteger(bundle.index) || bundle.index < 0) return "inclusion";
      path = bundle.path.map(unbase);
      if (path.some((one) => one.length !== 32)) return "bundle";
    } catch { return "bundle"; }
    if (trusted && bundle.key !== trusted) return "key";
    let state;
    try {
      key = await openKey(bundle.key);
      state = await signed(key, bundle.checkpoint);
      const rows = bundle.checkpoint.split("\n");
      [size, root] = [Number(rows[1]), unbase(rows[2])];
    } catch { return "signature"; }
    if (state === "no" || !Number.isSafeInteger(size)) return "signature";
    if (bundle.index >= size) return "inclusion";
    const leaf = await sha256(join([0], bytes(bundle.leaf)));
    const top = await climb(leaf, bundle.index, size, path);
    if (!top || !same(top, root)) return "inclusion";
    let act, facts;
    try {
      act = JSON.parse(bundle.leaf);
      const promised = hex(await sha256(join(unhex(bundle.salt || ""), bytes(bundle.facts || ""))));
      if (bundle.facts !== null && (bundle.salt.length !== 64 || promised !== act.commitment)) return "facts";
      facts = JSON.parse(bundle.facts);
    } catch { return "facts"; }
    if (!facts || act.act !== ISSUED || facts.pdf_sha256 !== fileHash) return "file";
    return state === "yes" ? "yes" : "unsigned";
  };

  window.islandVerify = { check };
  const form = document.querySelector("form[data-verify]");
  if (!form || !subtle) return; // without a secure context the file is sent instead
  const file = form.elements.file, proof = form.querySelector("#f-proof");
  const drop = form.querySelector("[data-drop]"), result = form.querySelector("[data-result]");
  const hashOf = async (picked) => hex(await sha256(await picked.arrayBuffer()));
  form.querySelector("[data-local]").hidden = false;
  form.querySelector("[data-remote]").hidden = true;
  form.querySelector("[data-offline]").hidden = false;

  form.addEventListener("submit", async (event) => {
    if (!file.files.length) return;
    event.preventDefault();
    form.elements.sha256.value = await hashOf(file.files[0]);
    form.enctype = "application/x-www-form-urlencoded";
    file.disabled = true;
    form.submit();
  });
  window.addEventListener("pageshow", () => { file.disabled = false; });

  const compare = async () => {
    if (!proof.files.length || !file.files.length) return;
    const verdict = await check(await proof.files[0].text(), await hashOf(file.files[0]), form.dataset.key);
    const words = form.querySelector(`template[data-says="${verdict}"]`);
    result.replaceChildren(words.content.cloneNode(true));
    result.dataset.verdict = verdict;
  };
  file.addEventListener("change", compare);
  proof.addEventListener("change", compare);

  for (const kind of ["dragover", "drop"]) drop.addEventListener(kind, (event) => {
    event.preventDefault();
    if (kind === "drop" && event.dataTransfer.files.length) {
      file.files = event.dataTransfer.files;
      compare();
    }
  });
})();
