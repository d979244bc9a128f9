/** Copying, the same for every page that has a button for it. */

/** Copy a field's text. Over plain http only the old way exists, so both are tried. */
export async function copyText(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
