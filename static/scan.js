// Reads the QR code of a paper with the camera or from a photo. Nothing leaves the browser:
// what is found goes into the field, and the person still presses the button.
(() => {
  const box = document.querySelector("[data-scan]");
  if (!box || !window.islandPickup) return;
  const words = document.querySelector("[data-scan-words]");
  const dialog = document.querySelector("[data-scan-dialog]");
  const video = document.querySelector("[data-scan-video]");
  const SIDE_MAX = 1280, EVERY_MS = 150;
  let stream = null, reader = null;

  const say = (text) => { words.textContent = text; words.hidden = !text; };

  // The browser's own reader where there is one, else jsQR, fetched only now.
  const prepare = async () => {
    if (reader) return reader;
    if ("BarcodeDetector" in window) {
      const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
      if (kinds.includes("qr_code")) {
        const detector = new BarcodeDetector({ formats: ["qr_code"] });
        reader = async (canvas) => ((await detector.detect(canvas))[0] || {}).rawValue || "";
        return reader;
      }
    }
    await new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = box.dataset.decoder;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    reader = async (canvas) => {
      const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return (window.jsQR(image.data, image.width, image.height) || {}).data || "";
    };
    return reader;
  };

  const draw = (source, width, height) => {
    const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  // A paper's QR holds our address with the code behind #; a bare code is taken as well.
  const accept = (text) => {
    const after = text.slice(text.lastIndexOf("#") + 1);
    let code = after;
    try { code = decodeURIComponent(after); } catch { /* taken as it stands */ }
    return window.islandPickup.read(code) !== null && window.islandPickup.take(code);
  };

  const close = () => {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    if (dialog.open) dialog.close();
  };

  const watch = async () => {
    if (!stream) return;
    const found = video.videoWidth ? await reader(draw(video, video.videoWidth, video.videoHeight)) : "";
    if (found && accept(found)) { close(); say(""); document.getElementById("f-code").focus(); return; }
    setTimeout(watch, EVERY_MS);
  };

  box.querySelector("[data-scan-camera]").addEventListener("click", async () => {
    say(box.dataset.busy);
    try {
      await prepare();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      dialog.showModal();
      await video.play();
      say("");
      watch();
    } catch {
      close();
      say(box.dataset.none);
    }
  });
  dialog.addEventListener("close", close);
  document.querySelector("[data-scan-close]").addEventListener("click", close);

  box.querySelector("[data-scan-photo]").addEventListener("change", async (event) => {
    const [photo] = event.target.files;
    if (!photo) return;
    try {
      await prepare();
      const image = await createImageBitmap(photo);
      const found = await reader(draw(image, image.width, image.height));
      say(found && accept(found) ? "" : box.dataset.none);
    } catch {
      say(box.dataset.none);
    }
    event.target.value = "";
  });

  if (!navigator.mediaDevices) box.querySelector("[data-scan-camera]").hidden = true;
  box.hidden = false;
})();
