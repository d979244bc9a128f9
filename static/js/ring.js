/**
 * The circle of chairs. The clock is a ring of chairs that empty clockwise from twelve o'clock;
 * in the lobby the same ring fills with people. Geometry is pure; only paint() touches the page.
 * The drawing is decoration (aria-hidden): the digits beside it carry the meaning.
 */
const NAMESPACE = "http://www.w3.org/2000/svg";
const OUTER = 99; // outside of the backs, in a view box of 200 by 200
const SECONDS_PER_CHAIR = 30; // fifteen minutes are thirty chairs
const LEAST = 10;
const MOST = 40;
const WIDEST_STEP = 30; // so that few chairs do not become armchairs

/** How many chairs stand for a planned time; a phase that counts up has a small fixed ring. */
export function chairsFor(plannedSeconds, asked) {
  const wanted = Number(asked) || Math.round((plannedSeconds || 0) / SECONDS_PER_CHAIR);
  return Math.min(MOST, Math.max(LEAST, wanted));
}

/** Chairs already empty: one at the end of each equal share of the time; all of them at zero. */
export function emptied(chairs, usedSeconds, plannedSeconds) {
  if (!plannedSeconds) return 0;
  const share = (usedSeconds / plannedSeconds) * chairs;
  return Math.min(chairs, Math.max(0, Math.floor(share + 1e-6)));
}

/** The measures of one chair when `chairs` of them stand in the ring. */
export function measures(chairs) {
  const perStep = (2 * Math.PI) / chairs;
  const radius = OUTER / (1 + perStep * 0.49);
  const step = Math.min(radius * perStep, WIDEST_STEP);
  return {
    radius: OUTER - step * 0.49,
    width: step * 0.69,
    depth: step * 0.5,
    corner: step * 0.13,
    back: step * 0.15,
    gap: step * 0.09,
  };
}

/** The angle in degrees, clockwise from twelve o'clock, at which chair `index` stands. */
export function angle(index, chairs) {
  return ((index + 0.5) * 360) / chairs;
}

function rectangle(name, x, y, width, height, corner) {
  const rect = document.createElementNS(NAMESPACE, "rect");
  const attributes = { class: name, x, y, width, height, rx: corner };
  for (const [key, value] of Object.entries(attributes)) {
    rect.setAttribute(key, typeof value === "number" ? value.toFixed(2) : value);
  }
  return rect;
}

function chair(index, chairs, size) {
  const group = document.createElementNS(NAMESPACE, "g");
  group.setAttribute("class", "chair");
  group.setAttribute("transform", `rotate(${angle(index, chairs).toFixed(3)} 100 100)`);
  const left = 100 - size.width / 2;
  const seatTop = 100 - size.radius - size.depth / 2;
  const backTop = seatTop - size.gap - size.back;
  group.append(
    rectangle("seat", left, seatTop, size.width, size.depth, size.corner),
    rectangle("back", left, backTop, size.width, size.back, size.back / 2),
  );
  return group;
}

function build(svg, chairs) {
  svg.setAttribute("viewBox", "0 0 200 200");
  svg.setAttribute("aria-hidden", "true");
  const size = measures(chairs);
  svg.replaceChildren(...Array.from({ length: chairs }, (_, index) => chair(index, chairs, size)));
}

/** Draw `chairs` chairs of which the first `empty` are empty. Writes only what differs. */
export function paint(svg, chairs, empty) {
  if (svg.querySelectorAll(".chair").length !== chairs) build(svg, chairs);
  svg.querySelectorAll(".chair").forEach((node, index) => {
    if (node.classList.contains("is-empty") !== index < empty) {
      node.classList.toggle("is-empty", index < empty);
    }
  });
}

/** The lobby's ring: data-filled people on data-chairs chairs, or a few more when they are too few. */
export function paintFill(svg) {
  const filled = Math.max(0, Number(svg.dataset.filled) || 0);
  const chairs = chairsFor(0, Math.max(Number(svg.dataset.chairs) || 0, filled));
  paint(svg, chairs, Math.max(0, chairs - filled));
}
