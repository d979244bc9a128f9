/**
 * The gong, made of sine waves: no sound file to load. Browsers keep a page silent until somebody
 * has clicked or pressed a key in it, so allow() must first be called from such an event.
 */
// Partials of a struck bowl: [times the ground tone, loudness, seconds until it is gone].
const PARTIALS = [[0.5, 0.35, 6], [1, 1, 5.5], [1.503, 0.45, 4.5], [2.01, 0.4, 3.5], [2.74, 0.25, 2.4], [4.11, 0.12, 1.2]];
const GROUND_HZ = 196;
const LOUDNESS = 0.5;
const ATTACK_S = 0.012;
const BEAT_HZ = 0.7; // two tones a hair apart make it sing

let audio = null;

/** Ask for sound; resolves with whether there is. Call it from a click or a key. */
export async function allow() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return false;
  audio ??= new Context();
  if (audio.state === "suspended") {
    // Without a click the promise would stay open for ever.
    await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 500))]).catch(() => {});
  }
  return allowed();
}

/** Whether a gong would be heard. */
export function allowed() {
  return audio !== null && audio.state === "running";
}

/** Strike it once; silently nothing when sound is not allowed. */
export function strike() {
  if (!allowed()) return false;
  const out = audio.createGain();
  out.gain.value = LOUDNESS;
  out.connect(audio.destination);
  for (const [ratio, loudness, seconds] of PARTIALS) {
    tone(out, GROUND_HZ * ratio, loudness / 2, seconds);
    tone(out, GROUND_HZ * ratio + BEAT_HZ, loudness / 2, seconds);
  }
  document.dispatchEvent(new CustomEvent("gong:struck"));
  return true;
}

function tone(out, hertz, loudness, seconds) {
  const start = audio.currentTime;
  const wave = audio.createOscillator();
  const volume = audio.createGain();
  wave.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(loudness, start + ATTACK_S);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  wave.connect(volume).connect(out);
  wave.start(start);
  wave.stop(start + seconds + 0.1);
}
