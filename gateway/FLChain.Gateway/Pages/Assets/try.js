// Draw a digit; the bought model says which one it is. The model runs here, in the browser.
const part = document.querySelector('[data-try]');
const side = 28;

const start = async () => {
  const canvas = part.querySelector('canvas');
  const answer = part.querySelector('.answer');
  const bars = part.querySelector('.bars');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const clear = () => {
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    bars.replaceChildren();
    answer.textContent = 'Draw a digit.';
  };

  const ort = await import(part.dataset.runtime);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = part.dataset.runtime.slice(0, part.dataset.runtime.lastIndexOf('/') + 1);
  const file = await fetch(part.dataset.model);
  if (!file.ok) throw new Error(`the model cannot be had: ${file.status}`);
  const session = await ort.InferenceSession.create(new Uint8Array(await file.arrayBuffer()), { executionProviders: ['wasm'] });

  // Scaled down to the pictures that the model was trained on: 28 by 28 greys, 0 for the ground and 1 for ink.
  const picture = () => {
    const small = new OffscreenCanvas(side, side).getContext('2d');
    small.imageSmoothingQuality = 'high';
    small.drawImage(canvas, 0, 0, side, side);
    const pixels = small.getImageData(0, 0, side, side).data;
    return Float32Array.from({ length: side * side }, (_, place) => pixels[4 * place] / 255);
  };

  let busy = false;
  const ask = async () => {
    if (busy) return;
    busy = true;
    try {
      const results = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', picture(), [1, side * side]) });
      const output = results[session.outputNames.at(-1)];
      const probabilities = Array.from(output.data);
      const best = probabilities.indexOf(Math.max(...probabilities));
      answer.textContent = `It is a ${best}, by ${(100 * probabilities[best]).toFixed(0)} %.`;
      bars.replaceChildren(...probabilities.map((probability, digit) => {
        const line = document.createElement('li');
        const meter = Object.assign(document.createElement('meter'), { min: 0, max: 1, value: probability });
        meter.setAttribute('aria-label', `Digit ${digit}`);
        line.append(String(digit), meter, `${(100 * probability).toFixed(1)} %`);
        return line;
      }));
    } finally {
      busy = false;
    }
  };

  let last = null;
  const stroke = (x, y) => {
    pen.strokeStyle = '#fff';
    pen.lineWidth = 24;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.beginPath();
    pen.moveTo(last?.x ?? x, last?.y ?? y);
    pen.lineTo(x, y);
    pen.stroke();
    last = { x, y };
  };
  canvas.addEventListener('pointerdown', event => { canvas.setPointerCapture(event.pointerId); last = null; stroke(event.offsetX, event.offsetY); });
  canvas.addEventListener('pointermove', event => { if (event.buttons) stroke(event.offsetX, event.offsetY); });
  canvas.addEventListener('pointerup', ask);

  // By keyboard: arrows move the pen, the space bar holds it down.
  const place = { x: canvas.width / 2, y: canvas.height / 4 };
  let down = false;
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener('keydown', event => {
    if (event.key === ' ') { if (!down) { last = null; stroke(place.x, place.y); } down = true; event.preventDefault(); }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    place.x = Math.min(canvas.width, Math.max(0, place.x + 8 * move[0]));
    place.y = Math.min(canvas.height, Math.max(0, place.y + 8 * move[1]));
    if (down) stroke(place.x, place.y);
  });
  canvas.addEventListener('keyup', event => { if (event.key === ' ') { down = false; ask(); } });
  part.querySelector('[data-clear]').addEventListener('click', () => { clear(); canvas.focus(); });
  clear();
};

if (part) start().catch(error => { part.querySelector('.answer').textContent = `The model cannot be tried: ${error.message}`; });
