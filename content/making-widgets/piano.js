// The page's side of the piano. Change something, save, and look at the notebook.

const NAMES = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"];
const WAVE = "triangle"; // or "sine", "square", "sawtooth"
const SECONDS = 1.2;
const KEYS = 24;

const BLACK = new Set([1, 3, 6, 8, 10]);
const MIDDLE_C = 261.63; // hertz; each key is the twelfth root of two higher than the one before

let audio;

/** Sounds some keys together, louder at first and then fading, as a string does. */
function play(keys) {
  audio ??= new AudioContext();
  for (const key of keys) {
    const tone = new OscillatorNode(audio, { type: WAVE, frequency: MIDDLE_C * 2 ** (key / 12) });
    const volume = new GainNode(audio, { gain: 0.25 / keys.length });
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + SECONDS);
  }
}

function render({ model, el, signal }) {
  const keyboard = document.createElement("div");
  keyboard.className = "keyboard";
  keyboard.setAttribute("role", "group");
  keyboard.setAttribute("aria-label", "piano");

  const buttons = Array.from({ length: KEYS }, (_, key) => {
    const button = document.createElement("button");
    button.className = BLACK.has(key % 12) ? "black" : "white";
    button.textContent = NAMES[key % 12];
    button.addEventListener("click", () => press(key), { signal });
    return button;
  });
  keyboard.append(...buttons);

  const playButton = document.createElement("button");
  playButton.className = "play";
  playButton.textContent = "Play";
  playButton.addEventListener("click", () => play(model.get("keys")), { signal });

  const chord = document.createElement("output");

  function press(key) {
    const down = model.get("keys");
    model.set("keys", down.includes(key) ? down.filter((each) => each !== key) : [...down, key]);
    model.save_changes();
    if (!down.includes(key)) play([key]);
  }

  function show() {
    const down = model.get("keys");
    buttons.forEach((button, key) => button.setAttribute("aria-pressed", down.includes(key)));
    chord.textContent = model.get("chord");
  }

  model.on("change:keys change:chord", show);
  show();
  el.append(keyboard, playButton, chord);
}

export default { render };
