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
  const MARKED = 300;

  const named = (list, wanted) => !wanted || ` ${list} `.includes(` ${wanted} `);
  const inTime = (data, from, to) =>
    (!from && !to) || (Boolean(data.first) && (!from || data.last >= from) && (!to || data.first <= to));

  // A place is found by its English name too, whatever the script of its post.
  const placeNames = new Map([...(byId("place")?.options ?? [])].map((option) => [option.value, option.textContent]));
  const textOf = (article) => {
    const places = (article.dataset.place ?? "").split(" ").map((number) => (number && placeNames.get(number)) || "");
    return fold(`${article.textContent} ${places.join(" ")}`);
  };

  // Marks what was searched for in the posts on the screen, without a change of the page.
  const mark = (words) => {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!words.length) return;
    const ranges = [];
    for (const article of articles.filter((each) => !each.hidden).slice(0, MARKED)) {
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = fold(node.data);
        // Letters that fold to more or fewer would shift the marks.
        if (text.length !== node.data.length) continue;
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  const apply = () => {
    const words = fold(byId("text").value).split(/\s+/u).filter(Boolean);
    if (words.length && !texts) texts = articles.map(textOf);
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
    mark(words);
    const [some, all] = [shown, articles.length].map((number) => number.toLocaleString("en"));
    byId("count").textContent = `${shown === articles.length ? "" : `${some} of `}${all} post${articles.length === 1 ? "" : "s"}`;
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
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      pick(target);
    });
  }
  apply();
})();
