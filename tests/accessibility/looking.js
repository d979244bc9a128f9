/* What the tests ask of a page, put into it beside axe. Each gives a list of complaints. */
window.looking = (() => {
  const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`; // WCAG 1.4.12
  const ALL = "body *";
  const TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']";
  const CIRCLES = ".circle-chip, .circle-name:not(.circle-none), .phone-circle, .postit-from, .phase-strip > li:not(.circle-none)";

  const name = (node) => `${node.tagName.toLowerCase()}#${node.id}.${node.getAttribute("class")}`;
  const all = (selector) => [...document.querySelectorAll(selector)];

  function seen(node) {
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && node.getClientRects().length > 0 && !node.closest(".visually-hidden, .skip-link");
  }

  /** All rules with these tags, or only the rules named. */
  async function axe(tags, names) {
    const some = names.length ? { type: "rule", values: names } : { type: "tag", values: tags };
    const found = await window.axe.run(document, {
      runOnly: some,
      rules: names.length ? {} : { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    });
    return found.violations.flatMap((rule) => rule.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
      return `${rule.id}: ${node.target.join(" ")}: ${why}`;
    }));
  }

  /** Links within a sentence are excepted; a box to tick counts with its label. */
  function targets(least) {
    return all(TARGETS).filter(seen).flatMap((node) => {
      if (node.matches("a") && getComputedStyle(node).display === "inline") return [];
      const { width, height } = (node.closest("label") ?? node).getBoundingClientRect();
      if (Math.min(width, height) >= least - 0.5) return [];
      return [`${name(node)} is ${width.toFixed()} by ${height.toFixed()}`];
    });
  }

  function outside(node) {
    const { left, right } = node.getBoundingClientRect();
    return seen(node) && (right > innerWidth + 1 || left < -1);
  }

  function wide() {
    if (document.documentElement.scrollWidth > innerWidth) {
      return [`the page, by ${all(ALL).filter(outside).slice(0, 4).map(name).join(", ")}`];
    }
    return all("main, main section, main form, dialog[open]").filter((node) => (
      ["auto", "scroll"].includes(getComputedStyle(node).overflowX) && seen(node)
      && !node.matches(".scroll-x, .minutes-numbers") && node.scrollWidth > node.clientWidth + 1
    )).map(name);
  }

  /** With letters twice as large. */
  function wideWhenLarge() {
    document.documentElement.style.fontSize = "200%";
    const found = wide();
    document.documentElement.style.fontSize = "";
    return found;
  }

  function cut(node) {
    const style = getComputedStyle(node);
    const hides = (flow) => flow === "hidden" || flow === "clip";
    return (hides(style.overflowX) && node.scrollWidth > node.clientWidth + 1)
      || (hides(style.overflowY) && node.scrollHeight > node.clientHeight + 1);
  }

  /** With the text spacing that WCAG asks for; what measures itself does so anew, a field scrolls. */
  function spaced() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SPACING);
    document.adoptedStyleSheets = [sheet];
    dispatchEvent(new Event("resize"));
    const found = all(ALL).filter((node) => !node.closest("svg, input") && seen(node) && cut(node)).map(name);
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page");
    document.adoptedStyleSheets = [];
    dispatchEvent(new Event("resize"));
    return found;
  }

  function moves(style) {
    const passes = style.transitionProperty !== "none" && /[1-9]/.test(style.transitionDuration);
    return passes || style.animationName !== "none";
  }

  /** For a browser that was asked for less motion. */
  function moving() {
    const parts = [null, "::before", "::after"];
    return all("*").filter((node) => parts.some((part) => moves(getComputedStyle(node, part)))).map(name);
  }

  function background(node) {
    for (let one = node; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/^rgba\(.*, 0\)$|transparent/.test(colour)) return colour;
    }
    return "none";
  }

  /** A circle is told by an icon that stands out and by a word, whatever becomes of its colour. */
  function shapeless() {
    return all(CIRCLES).filter(seen).filter((node) => {
      const icon = node.querySelector("svg.icon");
      const drawn = icon?.querySelector("use")?.getAttribute("href").includes("#icon-");
      return !drawn || !node.textContent.trim() || getComputedStyle(icon).fill === background(node);
    }).map(name);
  }

  function draggedOnly() {
    return all("[data-drag], [draggable=true]").filter((node) => {
      const row = node.closest("li");
      return !row?.querySelector('[data-do="up"]') || !row.querySelector('[data-do="down"]');
    }).map(name);
  }

  function describedByNothing() {
    return all("[aria-describedby]").flatMap((node) => (
      node.getAttribute("aria-describedby").split(" ").filter((id) => id && !document.getElementById(id))));
  }

  function unfold() {
    for (const one of all("details:not([open])")) one.open = true;
  }

  return { axe, describedByNothing, draggedOnly, moving, shapeless, spaced, targets, unfold, wide, wideWhenLarge };
})();
