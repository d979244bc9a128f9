/**
 * What a seat keeps in this browser: the draft and the outbox. Every reading looks at the storage
 * itself, because another tab of the same seat may have written. Where storage is forbidden or full
 * it is kept in memory, so that the evening goes on.
 */
const PREFIX = "driegesprek:";
const KEPT_MS = 30 * 24 * 3600 * 1000;

const memory = new Map();

/** A place for one seat's thing, such as "draft". */
export function shelf(seat, name) {
  const key = `${PREFIX}${seat}:${name}`;
  return {
    key,
    read: () => read(key),
    write: (value) => write(key, value),
  };
}

function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return JSON.parse(localStorage.getItem(key) || "null")?.value ?? null;
  } catch {
    return null;
  }
}

function write(key, value) {
  memory.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ at: Date.now(), value }));
  } catch {
    memory.set(key, value);
  }
}

/** Throw away what seats of evenings long past left in this browser. */
export function sweep() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && isOld(localStorage.getItem(key))) localStorage.removeItem(key);
    }
  } catch {
    // No storage: nothing to sweep.
  }
}

function isOld(stored) {
  try {
    return Date.now() - JSON.parse(stored).at > KEPT_MS;
  } catch {
    return true;
  }
}
