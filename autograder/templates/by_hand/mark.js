"use strict";
const token = document.body.dataset.token;
const outOf = Number(document.body.dataset.points);
const rubric = [...document.querySelectorAll(".rubric li")];
const again = [...document.querySelectorAll(".again")];
const answers = [...document.querySelectorAll(".answer")];
const sentences = JSON.parse(document.body.dataset.say);
let current = -1;

const part = (answer, name) => answer.querySelector("." + name);
const told = (name, words = {}) =>
  sentences[name].replace(/{(\w+)}/g, (_, key) => ({ outOf, ...words })[key]);
const seen = (answer) => JSON.parse(answer.dataset.seen);

function given(mark) {
  if (mark.pending) return null;
  return mark.points === null ? mark.automatic : mark.points;
}

function show(answer) {
  const points = given(seen(answer).mark);
  const before = seen(answer).mark.points;
  const state = part(answer, "state");
  state.textContent = told(points !== null ? "marked" : before === null ? "toMark" : "again", { points, before });
  state.className = "state " + (points === null ? "to-mark" : "marked");
  document.getElementById("left").textContent =
    answers.filter((one) => given(seen(one).mark) === null).length;
}

function goTo(index) {
  if (index < 0 || index >= answers.length) return;
  choose(index);
  answers[current].focus({ preventScroll: true });
  answers[current].scrollIntoView({ block: "nearest" });
}

function nextToMark() {
  const order = [...answers.keys()].map((i) => (current + 1 + i) % answers.length);
  const found = order.find((i) => given(seen(answers[i]).mark) === null);
  if (found !== undefined) goTo(found);
}

function say(answer, sentence, bad) {
  const said = part(answer, "said");
  said.textContent = sentence;
  said.classList.toggle("bad", bad);
}

function setCriterion(answer, index, state) {
  const buttons = answer.querySelectorAll(".criterion");
  if (!buttons[index]) return;
  const same = buttons[index].getAttribute("aria-checked") === state;
  buttons[index].setAttribute("aria-checked", same ? "false" : state);
  addUp(answer);
}

function addUp(answer) {
  const share = { true: 1, mixed: 0.5, false: 0 };
  let sum = 0;
  answer.querySelectorAll(".criterion").forEach((button, i) => {
    sum += share[button.getAttribute("aria-checked")] * Number(rubric[i].dataset.worth);
  });
  part(answer, "points").value = Math.min(outOf, Math.round(sum * 100) / 100);
}

function addComment(answer, text) {
  const field = part(answer, "comment");
  if (field.value.includes(text)) return;
  field.value = field.value.trim() ? `${field.value.trim()}\n${text}` : text;
}

async function save(answer, then) {
  const before = seen(answer);
  const field = part(answer, "points");
  const text = field.value.trim();
  const points = text === "" ? null : Number(text);
  if (field.validity.badInput || (points !== null && !(points >= 0 && points <= outOf))) {
    say(answer, told("bad"), true);
    return;
  }
  const body = {
    student: before.student,
    points,
    comment: part(answer, "comment").value,
    digest: before.digest,
    before: before.mark,
  };
  let reply;
  try {
    const response = await fetch("/mark", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Course-Token": token },
      body: JSON.stringify(body),
    });
    reply = await response.json();
  } catch {
    say(answer, told("gone"), true);
    return;
  }
  if (reply.mark) {
    answer.dataset.seen = JSON.stringify({ ...before, mark: reply.mark });
    show(answer);
  }
  let sentence = reply.sentence;
  if (!reply.done && reply.mark) {
    const now = { points: given(reply.mark) ?? "–", comment: reply.mark.comment || "–" };
    sentence += ` ${told("now", now)}`;
  }
  say(answer, sentence, !reply.done);
  if (reply.done && then) then();
}

answers.forEach((answer, i) => {
  show(answer);
  answer.addEventListener("focusin", () => { if (current !== i) choose(i); });
  answer.addEventListener("pointerdown", () => choose(i));
  part(answer, "save").addEventListener("click", () => save(answer));
  answer.querySelectorAll(".criterion").forEach((button, n) => {
    button.addEventListener("click", () => setCriterion(answer, n, "true"));
  });
});

function choose(index) {
  if (current >= 0) answers[current].classList.remove("current");
  current = index;
  answers[current].classList.add("current");
}

again.forEach((button) => {
  button.addEventListener("click", () => {
    if (current >= 0) addComment(answers[current], button.textContent);
  });
});

document.addEventListener("keydown", (event) => {
  const answer = answers[current];
  const typing = event.target.matches("input, textarea");
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (event.altKey && digit && answer) {
    const button = again[Number(digit[1]) - 1];
    if (button) addComment(answer, button.textContent);
    event.preventDefault();
    return;
  }
  if (event.altKey || event.metaKey) return;
  if (event.key === "Escape" && typing) {
    answer.focus();
    event.preventDefault();
    return;
  }
  const inComment = event.target.matches("textarea");
  if (event.key === "Enter" && answer && (!inComment || event.ctrlKey)) {
    if (event.target.matches("button, summary, a")) return;
    save(answer, () => goTo(Math.min(current + 1, answers.length - 1)));
    event.preventDefault();
    return;
  }
  if (typing || event.ctrlKey) return;
  const actions = {
    j: () => goTo(current + 1),
    k: () => goTo(current - 1),
    u: nextToMark,
    p: () => part(answer, "points").select(),
    c: () => part(answer, "comment").focus(),
    m: () => answer.querySelectorAll(".criterion").forEach((button, i) => {
      if (button.getAttribute("aria-checked") !== "true") {
        addComment(answer, rubric[i].dataset.missing);
      }
    }),
  };
  if (digit && answer) {
    if (digit[1] === "0") {
      answer.querySelectorAll(".criterion").forEach((b) => b.setAttribute("aria-checked", "false"));
      addUp(answer);
    } else {
      setCriterion(answer, Number(digit[1]) - 1, event.shiftKey ? "mixed" : "true");
    }
    event.preventDefault();
  } else if (actions[event.key] && (answer || "ju".includes(event.key))) {
    actions[event.key]();
    event.preventDefault();
  }
});

window.addEventListener("beforeunload", (event) => {
  const open = answers.some((answer) => {
    const mark = seen(answer).mark;
    const points = part(answer, "points").value.trim();
    const changed = (points === "" ? null : Number(points)) !== mark.points;
    return changed || part(answer, "comment").value !== (mark.comment || "");
  });
  if (open) event.preventDefault();
});

nextToMark();
