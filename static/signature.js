// Signing by hand: strokes of [x, y, milliseconds] on a canvas, kept as JSON in a hidden field.
(() => {
  const POINTS_MAX = 4000;
  for (const box of document.querySelectorAll("[data-signature]")) {
    const canvas = box.querySelector("canvas");
    const field = box.querySelector("input[type=hidden]");
    const pen = canvas.getContext("2d");
    let strokes = [], stroke = null, began = 0, points = 0, width = 0, height = 0;

    const line = (s) => {
      pen.beginPath();
      pen.moveTo(s[0][0], s[0][1]);
      if (s.length === 1) pen.lineTo(s[0][0] + 0.1, s[0][1]);
      // Curves through the middles of the points: round as ink, exact as the points kept.
      for (let n = 1; n < s.length; n++) {
        const [x, y] = s[n - 1];
        pen.quadraticCurveTo(x, y, (x + s[n][0]) / 2, (y + s[n][1]) / 2);
      }
      pen.stroke();
    };
    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      strokes.forEach(line);
      box.classList.toggle("has", strokes.length > 0);
    };
    const fit = () => {
      const size = canvas.getBoundingClientRect(), scale = window.devicePixelRatio || 1;
      if (!size.width) return;
      // Turning the phone must not lose a signature: strokes are scaled to the new box.
      const fx = width ? size.width / width : 1, fy = height ? size.height / height : 1;
      strokes = strokes.map((s) => s.map(([x, y, t]) => [Math.round(x * fx), Math.round(y * fy), t]));
      [width, height] = [size.width, size.height];
      [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      Object.assign(pen, { lineWidth: 2.6, lineCap: "round", lineJoin: "round", strokeStyle: "#15202b" });
      draw();
    };
    const keep = () => {
      field.value = strokes.length
        ? JSON.stringify({ width: Math.round(width), height: Math.round(height), strokes }) : "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const put = (event) => {
      if (points >= POINTS_MAX) return;
      const size = canvas.getBoundingClientRect();
      const x = Math.round(event.clientX - size.left), y = Math.round(event.clientY - size.top);
      const last = stroke[stroke.length - 1];
      if (last && last[0] === x && last[1] === y) return;
      stroke.push([Math.max(0, x), Math.max(0, y), Math.round(performance.now() - began)]);
      points += 1;
    };

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      if (!strokes.length) began = performance.now();
      strokes.push(stroke = []);
      put(event);
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!stroke) return;
      for (const e of event.getCoalescedEvents ? event.getCoalescedEvents() : [event]) put(e);
      draw();
    });
    for (const end of ["pointerup", "pointercancel"])
      canvas.addEventListener(end, () => { stroke = null; strokes = strokes.filter((s) => s.length); keep(); });
    box.querySelector("[data-clear]").addEventListener("click", () => { strokes = []; points = 0; draw(); keep(); });
    try {
      const kept = JSON.parse(field.value || "null");
      if (kept) { ({ strokes, width, height } = kept); points = strokes.flat().length; }
    } catch { field.value = ""; }
    window.addEventListener("resize", fit);
    fit();
  }
})();
