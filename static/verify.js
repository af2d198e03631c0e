// Checks a paper in the browser: the file never leaves it, only its hash, and with a proof nothing.
(() => {
  const FORMAT = "island-evidence/1", ISSUED = "paper.issued", PRINTED = "paper.printed";
  const MARK = `{"format":"${FORMAT}",`, ROOM_BYTES = 8192, SEAL_DIGITS = 32768;
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

  // What the log says of one act. Its verdict is the name of the first link that breaks; "yes" when
  // all hold; "unsigned" when none is known to break.
  const prove = async (text, trusted) => {
    const [verdict, act, facts] = await links(text, trusted);
    return { verdict, act, facts };
  };
  const links = async (text, trusted) => {
    let bundle, key, root, size, path;
    try {
      bundle = JSON.parse(text);
      if (FIELDS.some((name) => !(name in bundle)) || bundle.format !== FORMAT) return ["bundle"];
      if (!Number.isSafeInteger(bundle.index) || bundle.index < 0) return ["inclusion"];
      path = bundle.path.map(unbase);
      if (path.some((one) => one.length !== 32)) return ["bundle"];
    } catch { return ["bundle"]; }
    if (trusted && bundle.key !== trusted) return ["key"];
    let state;
    try {
      key = await openKey(bundle.key);
      state = await signed(key, bundle.checkpoint);
      const rows = bundle.checkpoint.split("\n");
      [size, root] = [Number(rows[1]), unbase(rows[2])];
    } catch { return ["signature"]; }
    if (state === "no" || !Number.isSafeInteger(size)) return ["signature"];
    if (bundle.index >= size) return ["inclusion"];
    const leaf = await sha256(join([0], bytes(bundle.leaf)));
    const top = await climb(leaf, bundle.index, size, path);
    if (!top || !same(top, root)) return ["inclusion"];
    let act, facts;
    try {
      act = JSON.parse(bundle.leaf);
      const promised = hex(await sha256(join(unhex(bundle.salt || ""), bytes(bundle.facts || ""))));
      if (bundle.facts !== null && (bundle.salt.length !== 64 || promised !== act.commitment)) return ["facts"];
      facts = JSON.parse(bundle.facts);
    } catch { return ["facts"]; }
    return [state === "yes" ? "yes" : "unsigned", act, facts];
  };

  const check = async (text, fileHash, trusted) => {
    const { verdict, act, facts } = await prove(text, trusted);
    if (!act) return verdict;
    return facts && act.act === ISSUED && facts.pdf_sha256 === fileHash ? verdict : "file";
  };

  const indexOf = (content, wanted) => {
    let at = -1;
    do at = content.indexOf(wanted[0], at + 1);
    while (at >= 0 && wanted.some((byte, n) => content[at + n] !== byte));
    return at;
  };

  // The proof that a paper carries: one spelling only, so nothing can be hidden in its room.
  const inside = (content) => {
    const at = indexOf(content, bytes(MARK));
    if (at < 0) return { at };
    try {
      const reader = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      const room = reader.decode(content.subarray(at, at + ROOM_BYTES));
      let end = room.length;
      while (room[end - 1] === " ") end -= 1;
      const text = room.slice(0, end), told = JSON.parse(text);
      const plain = Object.keys(told).join() === FIELDS.join() && told.since === null;
      const spelled = told.salt === hex(unhex(told.salt)) && JSON.stringify(told) === text;
      return plain && spelled ? { at, text } : { at };
    } catch { return { at }; }
  };

  // With the rooms of proof and seal blank again the paper must be what the log knows.
  const checkPaper = async (content, trusted) => {
    const { at, text } = inside(content);
    if (!text) return "bundle";
    const { verdict, act, facts } = await prove(text, trusted);
    if (!act) return verdict;
    const start = facts && facts.seal_at, end = start + SEAL_DIGITS;
    if (!facts || act.act !== PRINTED || facts.size !== content.length || facts.proof_at !== at ||
        facts.seal_bytes !== SEAL_DIGITS || !Number.isSafeInteger(start) || start < 0) return "file";
    const digits = new Set(bytes("0123456789ABCDEF"));
    if (!content.subarray(start, end).every((byte) => digits.has(byte))) return "file";
    const blank = content.slice();
    blank.fill(32, at, at + ROOM_BYTES).fill(48, start, end);
    return hex(await sha256(blank)) === facts.blank_sha256 ? verdict : "file";
  };


  window.islandVerify = { check, checkPaper };
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

  const verdictOn = async (picked) => {
    if (proof.files.length)
      return check(await proof.files[0].text(), await hashOf(picked), form.dataset.key);
    const content = new Uint8Array(await picked.arrayBuffer());
    return inside(content).at < 0 ? "" : checkPaper(content, form.dataset.key);
  };

  const compare = async () => {
    result.replaceChildren();
    delete result.dataset.verdict;
    if (!file.files.length) return;
    const verdict = await verdictOn(file.files[0]);
    if (!verdict) return; // an older paper: its proof lies beside it
    form.querySelector("[data-offline]").open = true;
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
