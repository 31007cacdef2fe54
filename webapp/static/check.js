/* Makes the check quicker and quieter; every page works without it.

   Forms are sent in the background and the page content is swapped, so that the address stays the same and the
   browser's Back leads to the step before, from memory that ends with the page. Nothing is put into storage, and
   the entries of the history hold a number and nothing else. */
"use strict";
(function () {
  var steps = [];
  var at = 0;
  var leaving = false;

  function parse(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  function snapshot() {
    document.querySelectorAll("#main input").forEach(function (each) { each.toggleAttribute("checked", each.checked); });
    return { title: document.title, main: document.getElementById("main").outerHTML };
  }

  function show(step) {
    var main = parse(step.main).getElementById("main");
    document.getElementById("main").replaceWith(document.adoptNode(main));
    document.title = step.title;
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
    ready();
  }

  function taken(page) {
    var main = page.getElementById("main");
    return main && { title: page.title, main: main.outerHTML };
  }

  function send(form, button) {
    var body = new FormData(form);
    if (button && button.name) { body.append(button.name, button.value); }
    var plain = form.enctype === "multipart/form-data" ? body : new URLSearchParams(body);
    document.body.classList.add("busy");
    return fetch((button && button.getAttribute("formaction")) || form.getAttribute("action"), {
      method: "POST", body: plain, cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer"
    }).then(function (answer) { return answer.text(); }).then(function (html) {
      var step = taken(parse(html));
      if (!step) { throw new Error("no page"); }
      steps[at] = snapshot();
      at += 1;
      steps.length = at;
      history.pushState({ step: at }, "");
      show(step);
    }).finally(function () { document.body.classList.remove("busy"); });
  }

  function forget(form) {
    leaving = true;
    steps = [];
    at = 0;
    document.getElementById("main").replaceChildren();
    location.replace(form.getAttribute("data-then"));
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form.hasAttribute("data-forget")) {
      event.preventDefault();
      forget(form);
    } else if (form.hasAttribute("data-step") && !(button && button.hasAttribute("data-plain"))) {
      event.preventDefault();
      if (document.body.classList.contains("busy")) { return; }
      send(form, button).catch(function () { leaving = true; plainly(form, button); });
    }
  });

  /* Where sending in the background fails, the form goes as any form does. */
  function plainly(form, button) {
    form.removeAttribute("data-step");
    form.requestSubmit(button || undefined);
  }

  window.addEventListener("popstate", function (event) {
    var wanted = (event.state && event.state.step) || 0;
    if (wanted === at || !steps[wanted]) {
      if (wanted !== at) { leaving = true; location.reload(); }
      return;
    }
    steps[at] = snapshot();
    at = wanted;
    show(steps[at]);
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (link && link.id === "leave") {
      event.preventDefault();
      leaving = true;
      steps = [];
      document.getElementById("main").replaceChildren();
      location.replace(link.href);
    }
    var print = event.target.closest("[data-print]");
    if (print) { window.print(); }
  });

  /* Leaving by accident would lose the answers: the browser asks. */
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && at > 0) { event.preventDefault(); }
  });

  /* A page that comes back from memory of the browser after it was left shows no old answers. */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && leaving) { location.reload(); }
  });

  function ready() {
    document.querySelectorAll("[data-with-script]").forEach(function (each) { each.hidden = false; });
  }
  ready();
})();
