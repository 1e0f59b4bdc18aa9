// The search and the filters of a report: they hide and show posts, and write nothing into the page but a number.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("filters");
  const articles = [...document.querySelectorAll("article")];
  const choices = ["source", "forward", "tag", "place"].filter((id) => byId(id));
  // Letters are compared as people read them: without case, and full width like half width.
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  let texts = null;

  const named = (list, wanted) => !wanted || ` ${list} `.includes(` ${wanted} `);
  const inTime = (data, from, to) =>
    (!from && !to) || (Boolean(data.first) && (!from || data.last >= from) && (!to || data.first <= to));

  const apply = () => {
    const words = fold(byId("text").value).split(/\s+/u).filter(Boolean);
    if (words.length && !texts) texts = articles.map((article) => fold(article.textContent));
    const from = byId("from").value;
    const to = byId("to").value;
    let shown = 0;
    articles.forEach((article, number) => {
      const data = article.dataset;
      const fits = choices.every((id) => named(data[id] ?? "", byId(id).value))
        && inTime(data, from, to)
        && words.every((word) => texts[number].includes(word));
      article.hidden = !fits;
      shown += fits;
    });
    byId("count").textContent = shown === articles.length ? `${shown} posts` : `${shown} of ${articles.length} posts`;
  };

  const pick = (target) => {
    const { from, to, place } = target.dataset;
    if (from) [byId("from").value, byId("to").value] = [from, to];
    if (place) byId("place").value = place;
    apply();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  for (const target of document.querySelectorAll(".bar, .dot")) {
    target.addEventListener("click", () => pick(target));
    target.addEventListener("keydown", (event) => {
      if (event.key === "Enter") pick(target);
    });
  }
  apply();
})();
