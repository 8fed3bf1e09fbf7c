// Full-text search over index.js, which is a plain script: pages opened from a folder may not fetch.
"use strict";
(() => {
  const input = document.getElementById("search");
  const panel = document.getElementById("results");
  const root = document.body.dataset.root;
  const MOST = 30;
  let loading = null;
  let selected = -1;

  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root}static/index.js`;
      script.onload = () => resolve(window.dwmapIndex.map(prepare));
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };
  const prepare = ([kind, title, name, page, words, places]) => ({
    kind, title, name, page, places,
    head: `${title} ${name}`.toLowerCase(),
    body: `${title} ${name} ${words} ${places.map((place) => place[1]).join(" ")}`.toLowerCase(),
    lines: places.map((place) => place[1].toLowerCase()),
  });

  const score = (entry, words) => {
    if (!words.every((word) => entry.body.includes(word))) return 0;
    const kinds = entry.kind === "map" ? 8 : entry.kind === "entity" ? 4 : 0;
    let points = 1 + kinds;
    for (const word of words) {
      if (entry.head.startsWith(word)) points += 60;
      else if (new RegExp(`(^|[^a-z0-9])${word.replace(/[^a-z0-9]/g, "\\$&")}`).test(entry.head)) points += 40;
      else if (entry.head.includes(word)) points += 20;
    }
    return points;
  };
  const place = (entry, words) => {
    if (words.every((word) => entry.head.includes(word))) return null;
    const missing = words.filter((word) => !entry.head.includes(word));
    const number = entry.lines.findIndex((line) => missing.every((word) => line.includes(word)));
    return number < 0 ? null : entry.places[number];
  };

  const marked = (parent, text, words) => {
    const lower = text.toLowerCase();
    let at = 0;
    while (at < text.length) {
      const hits = words.map((word) => [lower.indexOf(word, at), word.length]).filter((hit) => hit[0] >= 0);
      if (!hits.length) break;
      const [start, length] = hits.reduce((one, two) => (two[0] < one[0] ? two : one));
      parent.append(text.slice(at, start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, start + length);
      parent.append(mark);
      at = start + length;
    }
    parent.append(text.slice(at));
  };
  const add = (parent, tag, className, text, words) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    marked(element, text, words);
    parent.append(element);
  };

  const result = (entry, words, number) => {
    const found = place(entry, words);
    const [page, anchor] = entry.page.split("#");
    const target = found ? found[0] : anchor;
    const link = document.createElement("a");
    link.href = `${root}${page}.html${target ? `#${target}` : ""}`;
    link.id = `result-${number}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.tabIndex = -1;
    add(link, "span", "kind", entry.kind, []);
    add(link, "b", "", entry.title, words);
    if (found) add(link, "span", "where", found[1], words);
    else if (entry.name && entry.name !== entry.title) add(link, "span", "where", entry.name, words);
    return link;
  };
  const show = (open) => {
    panel.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) select(-1);
  };
  const select = (number) => {
    const links = [...panel.querySelectorAll("a")];
    selected = links.length ? Math.max(-1, Math.min(number, links.length - 1)) : -1;
    links.forEach((link, at) => link.setAttribute("aria-selected", String(at === selected)));
    if (selected >= 0) {
      links[selected].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", links[selected].id);
    } else input.removeAttribute("aria-activedescendant");
  };

  const search = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) { show(false); return; }
    const asked = input.value;
    const entries = await load();
    if (asked !== input.value) return;
    const hits = entries.map((entry) => [score(entry, words), entry]).filter((hit) => hit[0] > 0);
    hits.sort((one, two) => two[0] - one[0] || one[1].title.localeCompare(two[1].title));
    panel.replaceChildren(...hits.slice(0, MOST).map((hit, number) => result(hit[1], words, number)));
    if (!hits.length || hits.length > MOST) {
      add(panel, "p", "", hits.length ? `and ${hits.length - MOST} more; another word narrows it` : "Nothing found.", []);
    }
    show(true);
    select(hits.length ? 0 : -1);
  };

  input.addEventListener("focus", () => { load().catch(() => {}); });
  input.addEventListener("input", () => { search().catch(() => {}); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { select(selected + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { select(Math.max(0, selected - 1)); event.preventDefault(); }
    if (event.key === "Escape") { show(false); input.blur(); }
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    panel.querySelectorAll("a")[Math.max(selected, 0)]?.click();
  });
  panel.addEventListener("click", () => { setTimeout(() => show(false)); });
  document.addEventListener("click", (event) => { if (!input.form.contains(event.target)) show(false); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
