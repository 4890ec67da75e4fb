"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const words = JSON.parse($("words").textContent);
  const said = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const sections = [...document.querySelectorAll("section.p")];
  const notes = [...document.querySelectorAll("li.v")];
  const cellOf = (note) => {
    const link = note.querySelector("a.n");
    return link && document.getElementById(link.hash.slice(1));
  };
  const level = (note) => ["e", "w", "i"].find((name) => note.classList.contains(name));
  root.classList.add("js");

  // --- what is kept in the browser: never relied on -----------------------------------------------------------------
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  };
  const KEY = "perflint:" + (document.body.dataset.sha || document.body.dataset.name);
  const theme = store.get("perflint:theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  // --- filters ------------------------------------------------------------------------------------------------------
  const controls = { rule: $("f-rule"), unit: $("f-unit"), project: $("f-project"), q: $("f-text") };
  const boxes = { clean: $("f-clean"), decided: $("f-sil"), new: $("f-new"), open: $("f-open") };
  const levels = [...document.querySelectorAll(".f-sev")];
  const texts = new Map();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  let visible = notes;
  for (const section of sections) {
    controls.project.add(new Option(section.querySelector("h2").textContent.slice(0, 60), section.dataset.pos));
  }

  function filter() {
    const wanted = new Set(levels.filter((box) => box.checked).map((box) => box.value));
    const query = controls.q.value.trim().toLowerCase();
    const narrowed = wanted.size < 3 || controls.rule.value || query || boxes.new?.checked || boxes.open.checked;
    visible = [];
    for (const section of sections) {
      const own = [...section.querySelectorAll("li.v")];
      const here = (!controls.unit.value || section.dataset.unit === controls.unit.value)
        && (!controls.project.value || section.dataset.pos === controls.project.value);
      const inHead = query && here && textOf(section.querySelector("h2")).includes(query);
      let left = 0;
      for (const note of own) {
        const silenced = note.classList.contains("sil");
        const keep = here && wanted.has(level(note))
          && (!silenced || boxes.decided?.checked)
          && (!controls.rule.value || note.dataset.r === controls.rule.value)
          && (!boxes.new?.checked || "new" in note.dataset)
          && (!boxes.open.checked || !kept.entries[note.dataset.f]?.verdict)
          && (!query || inHead || textOf(note).includes(query));
        note.classList.toggle("off", !keep);
        note.classList.toggle("keep", silenced && keep);
        for (const badge of badgesOf(note)) badge.classList.toggle("off", !keep);
        if (keep) { visible.push(note); left += 1; }
      }
      const inText = query && here && !left && textOf(section.querySelector(".paper")).includes(query);
      const clean = section.classList.contains("clean");
      const keepClean = here && (boxes.clean.checked || controls.project.value || inText || section.dataset.pos === "-1");
      section.classList.toggle("keep", clean && Boolean(keepClean || left));
      section.classList.toggle("off", Boolean(!here || (narrowed && !left && !inText && !boxes.clean.checked)));
      if (near.has(section)) align(section);
    }
    status();
  }
  function badgesOf(note) {
    const badge = $("b" + note.id.slice(1));
    return badge ? [badge] : [];
  }
  const total = notes.filter((note) => !note.classList.contains("sil")).length;
  function status(more = "") {
    const done = Object.values(kept.entries).filter((entry) => entry.verdict).length;
    const parts = [said("shown", { shown: visible.length, all: total })];
    if (done) parts.push(said("decided", { done }));
    if (more) parts.push(more);
    $("status").textContent = parts.join(" · ");
  }

  // --- balloons stand at the height of their cells --------------------------------------------------------------------
  const near = new Set();
  let current = null;
  const wide = matchMedia("(min-width: 1081px)");
  function align(section) {
    const margin = section.querySelector(".margin");
    if (!margin) return;
    margin.style.transform = margin.style.clipPath = "";
    const own = [...margin.children].filter((note) => !note.classList.contains("off"));
    for (const note of own) note.style.marginTop = "";
    if (!wide.matches) return;
    const top = margin.getBoundingClientRect().top;
    const measured = own.map((note) => {
      const cell = cellOf(note);
      const inside = cell && section.contains(cell);
      return [note, inside ? cell.getBoundingClientRect().top - top : 0, note.getBoundingClientRect().height + 7];
    });
    let bottom = 0;
    let late = 0;
    for (const [note, wanted, height] of measured) {
      const gap = Math.max(0, wanted - bottom);
      if (gap) note.style.marginTop = gap + "px";
      if (note === current && cellOf(note)) late = bottom + gap - wanted;
      bottom += gap + height;
    }
    // Balloons crowd below dense cells: the one that is looked at comes up to its cell, those before it make room.
    if (late > 24) {
      margin.style.transform = `translateY(${-late}px)`;
      margin.style.clipPath = `inset(${late}px -8px -8px -8px)`;
    }
  }
  function ready(section) {
    for (const note of section.querySelectorAll("li.v")) addVerdict(note);
    align(section);
  }
  const AHEAD = 600;
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) { near.delete(target); continue; }
      near.add(target);
      ready(target);
    }
  }, { rootMargin: AHEAD + "px" });

  // --- going from finding to finding ----------------------------------------------------------------------------------
  function mark(note, on, name = "on") {
    if (!note) return;
    note.classList.toggle(name, on);
    cellOf(note)?.classList.toggle(name, on);
  }
  // What is not on the screen has no exact height until it comes near, and until the page has loaded the browser jumps by
  // itself: the place is held until nothing has moved for some frames, or the reader moves on. Frames and no seconds: a
  // busy machine and a tab in the background take as long as they need.
  const STILL = 5;
  let held = null;
  function bring(element, block) {
    held = { element, block, still: 0 };
    hold(held);
  }
  function hold(place) {
    if (held !== place) return;
    readyAround();
    const before = place.element.getBoundingClientRect().top;
    place.element.scrollIntoView({ block: place.block });
    const moved = Math.abs(place.element.getBoundingClientRect().top - before) >= 1;
    place.still = moved || document.readyState !== "complete" ? 0 : place.still + 1;
    if (place.still < STILL) requestAnimationFrame(() => hold(place));
    else held = null;
  }
  // The watcher tells what comes near when the browser finds time; what is held waits for nobody.
  function readyAround() {
    for (const section of sections) {
      const { top, bottom, height } = section.getBoundingClientRect();
      if (!height || near.has(section) || bottom < -AHEAD || top > innerHeight + AHEAD) continue;
      near.add(section);
      ready(section);
    }
  }
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(type, () => { held = null; }, { capture: true, passive: true });
  function go(note, quiet) {
    if (!note) return;
    const before = current?.closest("section");
    mark(current, false);
    current = note;
    mark(note, true);
    const section = note.closest("section");
    if (before && before !== section) align(before);
    ready(section);
    const beside = wide.matches && cellOf(note) && section.contains(cellOf(note));
    bring(beside ? cellOf(note) : note, "center");
    note.focus({ preventScroll: true });
    if (!quiet) address(note.id);
  }
  function step(by) {
    if (!visible.length) return;
    const at = visible.indexOf(current);
    go(visible[at < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.min(Math.max(at + by, 0), visible.length - 1)]);
  }
  function stepSection(by) {
    const shown = sections.filter((section) => section.offsetParent !== null);
    const at = shown.findIndex((section) => section.getBoundingClientRect().bottom > 90);
    const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (next) bring(next, "start");
    next?.querySelector("h2").focus({ preventScroll: true });
  }

  // --- the address holds what is looked at: #v12, #p3, #code=…, #fingerprint=…, and filters -----------------------------
  function address(target = "") {
    const parts = target ? [target] : [];
    const off = levels.filter((box) => !box.checked).map((box) => box.value);
    if (off.length) parts.push("hide=" + off.join(""));
    for (const [name, control] of Object.entries(controls)) if (control.value) parts.push(name + "=" + encodeURIComponent(control.value));
    for (const [name, box] of Object.entries(boxes)) if (box?.checked) parts.push(name + "=1");
    try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search); } catch { /* some viewers forbid it */ }
  }
  function decode(text) { try { return decodeURIComponent(text); } catch { return text; } }
  function follow() {
    const parts = location.hash.slice(1).split("&").filter(Boolean);
    const values = Object.fromEntries(parts.filter((part) => part.includes("=")).map((part) => {
      const cut = part.indexOf("=");
      return [part.slice(0, cut), decode(part.slice(cut + 1))];
    }));
    const plain = parts.find((part) => !part.includes("="));
    if (!plain || Object.keys(values).length) {
      for (const box of levels) box.checked = !(values.hide || "").includes(box.value);
      for (const [name, control] of Object.entries(controls)) control.value = values[name] || "";
      for (const [name, box] of Object.entries(boxes)) if (box) box.checked = Boolean(values[name]);
    }
    const target = (plain && $(decode(plain)))
      || (values.code && sections.find((section) => section.dataset.code === values.code))
      || (values.fingerprint && notes.find((note) => note.dataset.f === values.fingerprint));
    filter();
    if (!target) return;
    if (target.offsetParent === null) { reveal(target); filter(); }
    if (target.matches("li.v")) go(target, true);
    else { flash(target); bring(target, target.matches("td") ? "center" : "start"); }
  }
  function reveal(target) {
    for (const box of levels) box.checked = true;
    for (const control of Object.values(controls)) control.value = "";
    if (boxes.new) boxes.new.checked = false;
    boxes.open.checked = false;
    if (boxes.decided && target.matches(".sil")) boxes.decided.checked = true;
    if (target.closest("section.p.clean")) boxes.clean.checked = true;
  }
  let flashed = null;
  function flash(element) {
    flashed?.classList.remove("on");
    flashed = element.matches("td, .paper p") ? element : null;
    flashed?.classList.add("on");
  }

  // --- verdicts -------------------------------------------------------------------------------------------------------
  const kept = store.get(KEY) || { reviewer: "", entries: {} };
  kept.entries ||= {};
  $("reviewer").value = kept.reviewer || "";
  for (const note of notes) {
    const { verdict, reason, by, expires, f } = note.dataset;
    if (verdict && !kept.entries[f]) kept.entries[f] = entryOf(note, { verdict, reason, by, expires });
  }
  function entryOf(note, values) {
    const project = note.closest("section.p").dataset.code;
    return { rule: note.dataset.r, project: note.closest("section.p").dataset.pos === "-1" ? "" : project, ...values };
  }
  function keep() { status(store.set(KEY, kept) ? "" : said("no_store")); }
  function addVerdict(note) {
    if (note.querySelector(".verdict")) return;
    const row = document.createElement("div");
    row.className = "verdict";
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", said("decide"));
    for (const verdict of ["accepted", "rejected", "waived"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = said(verdict);
      button.dataset.set = verdict;
      row.append(button);
    }
    const remark = document.createElement("input");
    remark.placeholder = said("remark");
    remark.setAttribute("aria-label", said("remark"));
    row.append(remark);
    note.append(row);
    showVerdict(note);
  }
  function showVerdict(note) {
    const entry = kept.entries[note.dataset.f] || {};
    const row = note.querySelector(".verdict");
    if (!row) return;
    for (const button of row.querySelectorAll("button")) button.setAttribute("aria-pressed", String(entry.verdict === button.dataset.set));
    const remark = row.querySelector("input");
    remark.hidden = !entry.verdict;
    if (remark.value !== (entry.reason || "")) remark.value = entry.reason || "";
    const lacks = ["rejected", "waived"].includes(entry.verdict) && !(entry.reason || "").trim();
    remark.classList.toggle("lacks", lacks);
    remark.title = lacks ? said("needs_reason") : "";
  }
  function decide(note, verdict) {
    if (!note) return;
    addVerdict(note);
    note.querySelector(".said")?.remove();
    const entry = kept.entries[note.dataset.f];
    if (!verdict || entry?.verdict === verdict) delete kept.entries[note.dataset.f];
    else kept.entries[note.dataset.f] = entryOf(note, { reason: entry?.reason || "", by: entry?.by || $("reviewer").value, verdict });
    showVerdict(note);
    keep();
    if (near.has(note.closest("section.p"))) align(note.closest("section.p"));
  }
  const quoted = (text) => JSON.stringify(String(text)).replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g,
    (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"));
  function decisions() {
    const lines = ["format: 1", `input: {name: ${quoted(document.body.dataset.name)}, sha256: ${quoted(document.body.dataset.sha)}}`];
    const entries = [];
    let incomplete = 0;
    for (const [fingerprint, entry] of Object.entries(kept.entries)) {
      if (!entry.verdict) continue;
      const by = entry.by || $("reviewer").value.trim();
      const reason = (entry.reason || "").trim();
      if (entry.verdict !== "accepted" && !(by && reason)) { incomplete += 1; continue; }
      const fields = [["rule", entry.rule], ["project", entry.project], ["fingerprint", fingerprint], ["verdict", entry.verdict],
        ["reason", reason], ["by", by], ["expires", entry.expires]].filter(([, value]) => value);
      entries.push("  - {" + fields.map(([name, value]) => `${name}: ${quoted(value)}`).join(", ") + "}");
    }
    lines.push(entries.length ? "entries:" : "entries: []", ...entries.sort());
    return { text: lines.join("\n") + "\n", count: entries.length, incomplete };
  }
  function exportAll() {
    const { text, count, incomplete } = decisions();
    const notice = incomplete ? said("incomplete", { n: incomplete }) : "";
    if (!count) { status(notice || said("nothing")); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = (document.body.dataset.name.replace(/\.[^.]*$/, "") || "perflint") + ".decisions.yaml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    status([said("exported", { n: count }), notice].filter(Boolean).join(" · "));
  }

  // --- order ----------------------------------------------------------------------------------------------------------
  function sort() {
    const by = $("sort").value;
    const rows = [...$("projects").tBodies[0].rows];
    const value = (row) => (by ? -Number(row.dataset[by] || -1) : 0);
    rows.sort((a, b) => value(a) - value(b) || a.dataset.pos - b.dataset.pos);
    $("projects").tBodies[0].append(...rows);
    const place = new Map(rows.map((row, index) => [row.dataset.pos, index]));
    const rank = (section) => place.get(section.dataset.pos) ?? -1;
    sections.sort((a, b) => rank(a) - rank(b) || a.dataset.pos - b.dataset.pos);
    $("main").append(...sections);
    filter();
  }

  // --- events ---------------------------------------------------------------------------------------------------------
  function explain(link) {
    const article = document.getElementById(link.hash.slice(1));
    if (!article?.matches(".rule")) return false;
    $("explained").replaceChildren(...article.cloneNode(true).childNodes);
    $("explain").showModal();
    return true;
  }
  document.addEventListener("click", (event) => {
    const target = event.target;
    const link = target.closest("a");
    if (target.closest("button.close")) target.closest("dialog").close();
    else if (target.dataset?.set) decide(target.closest("li.v"), target.dataset.set);
    else if (link?.matches("a.r") && explain(link)) event.preventDefault();
    else if (link?.matches("a.b")) { event.preventDefault(); go($(link.hash.slice(1))); }
    else if (link?.matches("a.n")) { event.preventDefault(); go(link.closest("li.v")); }
    else if (link?.matches("a.pick")) {
      event.preventDefault();
      const control = controls[link.dataset.kind];
      control.value = link.dataset.key;
      filter(); address();
      $("main").scrollIntoView();
    } else if (link?.hash && link.hash === location.hash) follow();
  });
  document.addEventListener("input", (event) => {
    const target = event.target;
    if (target.id === "reviewer") { kept.reviewer = target.value.trim(); keep(); }
    else if (target.closest(".verdict")) {
      const note = target.closest("li.v");
      const entry = kept.entries[note.dataset.f];
      if (entry) { entry.reason = target.value; showVerdict(note); keep(); }
    } else if (target.id === "sort") sort();
    else if (target.closest(".bar-top")) { filter(); address(); }
  });
  for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) document.addEventListener(type, (event) => {
    const on = type === "mouseover" || type === "focusin";
    const note = event.target.closest?.("li.v") || (event.target.closest?.("a.b") && $(event.target.closest("a.b").hash.slice(1)));
    mark(note, on, "near");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && typing) {
      if (event.target === controls.q) { controls.q.value = ""; filter(); address(); }
      event.target.blur();
      return;
    }
    if (typing || document.querySelector("dialog[open]")) return;
    const verdicts = { 1: "accepted", 2: "rejected", 3: "waived", 0: "" };
    const link = current?.querySelector("a.r");
    const act = { j: () => step(1), k: () => step(-1), n: () => stepSection(1), p: () => stepSection(-1),
      "/": () => controls.q.focus(), "?": () => $("keys").showModal(), e: () => link && explain(link) }[event.key]
      || (event.key in verdicts && current ? () => decide(current, verdicts[event.key]) : null);
    if (act) { event.preventDefault(); act(); }
  });
  $("help").addEventListener("click", () => $("keys").showModal());
  $("export").addEventListener("click", exportAll);
  $("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store.set("perflint:theme", root.dataset.theme);
  });
  addEventListener("hashchange", follow);
  addEventListener("resize", () => { for (const section of near) align(section); });
  follow();
  for (const section of sections) watcher.observe(section);
})();
