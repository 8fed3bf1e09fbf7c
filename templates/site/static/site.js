// The navigation, the filters of tables, the copy buttons, and pointing at boxes of a picture.
"use strict";
(() => {
  const nav = document.getElementById("nav");
  const menu = document.querySelector(".menu");

  const setMenu = (open) => {
    nav.classList.add("moving");
    nav.classList.toggle("open", open);
    menu.setAttribute("aria-expanded", String(open));
    if (open) nav.querySelector("input").focus();
  };
  menu.addEventListener("click", () => setMenu(!nav.classList.contains("open")));
  document.addEventListener("click", (event) => {
    if (nav.classList.contains("open") && !nav.contains(event.target) && !menu.contains(event.target)) setMenu(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.classList.contains("open")) { setMenu(false); menu.focus(); }
  });
  const current = nav.querySelector("[aria-current]");
  if (current && nav.scrollHeight > nav.clientHeight) {
    nav.scrollTop = Math.max(0, current.getBoundingClientRect().top - nav.clientHeight / 2);
  }

  const fits = (text, words) => words.every((word) => text.includes(word));
  const wordsOf = (input) => input.value.toLowerCase().split(/\s+/).filter(Boolean);

  const navFilter = document.getElementById("nav-filter");
  const folders = [...nav.querySelectorAll("details")];
  const opened = folders.map((folder) => folder.open);
  navFilter.addEventListener("input", () => {
    const words = wordsOf(navFilter);
    let any = false;
    folders.forEach((folder, number) => {
      let shown = 0;
      for (const item of folder.querySelectorAll("li")) {
        const link = item.firstElementChild;
        const all = link.classList.contains("all");
        const hit = !words.length || (!all && fits(`${link.textContent} ${link.title}`.toLowerCase(), words));
        item.hidden = !hit;
        if (hit && !all) shown += 1;
      }
      folder.hidden = words.length > 0 && !shown;
      folder.open = words.length ? shown > 0 : opened[number];
      any = any || shown > 0;
    });
    nav.querySelector(".nothing").hidden = any;
  });

  const lineFilter = document.getElementById("line-filter");
  if (lineFilter) {
    const bodies = [...document.querySelectorAll(".fields tbody, .filtered tbody")];
    const texts = bodies.map((body) => body.textContent.toLowerCase());
    const nothing = document.getElementById("no-lines");
    lineFilter.addEventListener("input", () => {
      const words = wordsOf(lineFilter);
      bodies.forEach((body, number) => { body.hidden = !fits(texts[number], words); });
      if (nothing) nothing.hidden = bodies.some((body) => !body.hidden);
    });
  }

  for (const button of document.querySelectorAll(".copy")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }

  for (const picture of document.querySelectorAll(".picture")) {
    const lines = [...picture.querySelectorAll(".line")];
    const point = (name) => {
      picture.classList.toggle("pointing", name !== null);
      for (const line of lines) {
        line.classList.toggle("near", line.dataset.from === name || line.dataset.to === name);
      }
    };
    for (const box of picture.querySelectorAll(".box")) {
      const target = box.parentElement.localName === "a" ? box.parentElement : box;
      target.addEventListener("pointerenter", () => point(box.dataset.name));
      target.addEventListener("pointerleave", () => point(null));
      target.addEventListener("focus", () => point(box.dataset.name));
      target.addEventListener("blur", () => point(null));
    }
  }

  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("main details")) one.open = true;
  });
})();
