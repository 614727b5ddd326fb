// Counts the controls whose submitted value differs from what the page proposed. Source: Less burden 1.
(() => {
  const changed = (form) => {
    const groups = new Set();
    let number = 0;
    for (const c of form.elements) {
      if (!c.name || c.type === "hidden" || c.type === "submit" || c.disabled) continue;
      if (c.type === "radio" || c.type === "checkbox") {
        if (c.checked !== c.defaultChecked && !groups.has(c.name)) { groups.add(c.name); number += 1; }
      } else if (c.tagName === "SELECT") {
        if ([...c.options].some((o) => o.selected !== o.defaultSelected && o.selected && o.index > 0)) number += 1;
      } else if (c.value !== c.defaultValue) number += 1;
    }
    return number;
  };
  document.addEventListener("submit", (e) => {
    if (!e.target.hasAttribute("hx-get")) window.counted(changed(e.target));
  }, true);
  document.addEventListener("htmx:beforeRequest", (e) => {
    // a form that htmx sends; a field that only looks something up is counted when its form is sent
    if (e.target.matches("form")) window.counted(changed(e.target));
  });
})();
