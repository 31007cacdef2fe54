/* Makes the check quicker and quieter; every page works without it.

   Forms are sent in the background and the content of the page is swapped, so that the address stays the same and the
   browser's Back leads to the step before, from memory that ends with the page. Nothing is put into storage, and the
   entries of the history hold a number and nothing else. */
"use strict";
(() => {
  const steps = []; /* what was shown, by number */
  let at = 0;
  let leaving = false; /* the answers may go: nobody is asked any more */
  let sending = null;
  /* The page where this begins, and where whoever loads it again begins anew. */
  const check = document.currentScript.dataset.home || new URL("../check", document.currentScript.src).pathname;

  const main = () => document.getElementById("main");

  function keep() {
    steps[at] = { title: document.title, main: main(), scrolled: window.scrollY };
  }

  function show(step) {
    main().replaceWith(step.main);
    document.title = step.title;
    ready();
    /* Focus on the content, named after what it says: so a screen reader says what has changed. */
    step.main.setAttribute("aria-label", said(step.main));
    step.main.focus({ preventScroll: true });
    window.scrollTo(0, step.scrolled || 0);
  }

  function said(content) {
    const words = content.querySelectorAll("h1, .wrong p:first-child, .question, .answer-line > a");
    return Array.from(words, (each) => each.textContent.replace(/\s+/g, " ").trim()).join(". ");
  }

  /* Whoever comes back sees what they chose. */
  function mark(button) {
    const question = button && button.closest("fieldset");
    if (!question) { return; }
    question.querySelectorAll("[aria-pressed]").forEach((each) => each.removeAttribute("aria-pressed"));
    if (button.value !== "ticked") { button.setAttribute("aria-pressed", "true"); }
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) { body.append(button.name, button.value); }
    const request = new AbortController();
    sending = request;
    document.body.classList.add("busy");
    try {
      const answer = await fetch((button && button.getAttribute("formaction")) || form.getAttribute("action"), {
        method: "POST", body: body, signal: request.signal,
        cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer"
      });
      const file = /filename="(.+)"/.exec(answer.headers.get("Content-Disposition") || "");
      if (file) {
        save(await answer.blob(), file[1]);
      } else {
        next(new DOMParser().parseFromString(await answer.text(), "text/html"), button);
      }
    } catch (error) {
      if (request.signal.aborted) { return; }
      if (navigator.onLine) { plainly(form, button); } else { offline(); }
    } finally {
      if (sending === request) {
        sending = null;
        document.body.classList.remove("busy");
      }
    }
  }

  function next(page, button) {
    const content = page.getElementById("main");
    if (!content) { throw new Error("not a page of the check"); }
    mark(button);
    keep();
    at += 1;
    steps.length = at;
    history.pushState({ step: at }, "");
    show({ title: page.title, main: document.adoptNode(content) });
  }

  function stop() {
    if (!sending) { return; }
    sending.abort();
    sending = null;
    document.body.classList.remove("busy");
  }

  function save(content, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /* Where sending in the background fails, the form goes as any form does. */
  function plainly(form, button) {
    form.removeAttribute("data-step");
    form.requestSubmit(button);
  }

  function offline() {
    const note = document.createElement("p");
    note.className = "wrong";
    note.setAttribute("role", "alert");
    note.textContent = "There is no connection. Nothing was lost: choose again when it is back.";
    main().querySelectorAll(":scope > .wrong[role=alert]:first-child").forEach((each) => each.remove());
    main().prepend(note);
    window.scrollTo(0, 0);
  }

  /* The answers go at once, before the next page is there; its entry replaces this one. */
  function leave(address) {
    leaving = true;
    stop();
    steps.length = 0;
    document.title = "Handrail";
    document.body.replaceChildren();
    location.replace(address);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-forget")) {
      event.preventDefault();
      leave(form.getAttribute("data-then"));
    } else if (form.hasAttribute("data-step")) {
      event.preventDefault();
      if (!sending) { send(form, event.submitter); }
    } else {
      leaving = true;
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const place = link && link.getAttribute("href").startsWith("#") && link.getAttribute("href").slice(1);
    if (link && link.id === "leave") {
      event.preventDefault();
      leave(link.href);
    } else if (place) {
      event.preventDefault();
      go(document.getElementById(place));
    } else if (event.target.closest("[data-print]")) {
      window.print();
    }
  });

  /* Within the page, without a trace in the address and the history. */
  function go(place) {
    const target = (place.matches("fieldset") && place.querySelector("input")) || place;
    if (target === place) { place.tabIndex = -1; }
    place.scrollIntoView();
    target.focus({ preventScroll: true });
  }

  window.addEventListener("popstate", (event) => {
    const wanted = event.state ? event.state.step : 0;
    if (wanted === at || !main()) { return; }
    stop();
    if (!steps[wanted]) {
      history.go(at - wanted);
      return;
    }
    keep();
    at = wanted;
    show(steps[at]);
  });

  /* Leaving by accident would lose the answers: the browser asks. */
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (at > 0 || loaded)) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  /* A page that the browser brings back from memory after it was left shows no old answers. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !main()) { location.reload(); }
  });

  function ready() {
    main().querySelectorAll("[data-with-script]").forEach((each) => { each.hidden = false; });
  }

  ready();
  history.scrollRestoration = "manual";
  /* To an address below /advice/ one can only send: whoever loads such a page again begins at the form. */
  const loaded = location.pathname !== check && main().querySelector("[data-step]") !== null;
  if (loaded) { history.replaceState(null, "", check); }
  /* A page that was loaded again, in the place of a later step, knows none of the answers: back to its beginning. */
  if (history.state && history.state.step) { history.go(-history.state.step); }
})();
