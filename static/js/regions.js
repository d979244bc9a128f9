/**
 * Puts a view's regions into the page by morphing, so that focus, typing, open details and a screen
 * reader's place survive. What somebody is typing is never touched. Idiomorph is a plain script that
 * the page has put before the modules (templates/live.html): its package has no small module.
 */
const { Idiomorph } = window;

/** Morph each region; "" empties one that is gone. */
export function apply(regions) {
  for (const [name, html] of Object.entries(regions)) {
    const region = document.getElementById(`region-${name}`);
    if (region) morph(region, html);
  }
  document.dispatchEvent(new CustomEvent("regions:applied"));
}

function morph(region, html) {
  Idiomorph.morph(region, html, {
    morphStyle: "innerHTML",
    callbacks: { beforeNodeMorphed, beforeAttributeUpdated },
  });
}

function beforeNodeMorphed(node, next) {
  if (!(node instanceof Element) || !(next instanceof Element)) return true;
  if (node.hasAttribute("data-keep") && next.hasAttribute("data-keep")) return false;
  if (node.hasAttribute("data-clock") && sameAttributes(node, next)) return false;
  return !isDirty(node);
}

/**
 * A field whose value is not what the server last said: somebody is writing there. (Not Idiomorph's
 * ignoreActiveValue: that also keeps the words of a button that was just pressed.)
 */
function isDirty(node) {
  const field = node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement;
  return field && (node.value !== node.defaultValue || node === document.activeElement);
}

function sameAttributes(node, next) {
  return next.getAttributeNames().every(
    (name) => name === "class" || node.getAttribute(name) === next.getAttribute(name),
  );
}

/** Whether a details stands open, and what a script marked busy, is the page's, not the server's. */
function beforeAttributeUpdated(name, element) {
  if (element instanceof HTMLDetailsElement && name === "open") return false;
  if (element instanceof HTMLDialogElement && name === "open") return false;
  return true;
}
