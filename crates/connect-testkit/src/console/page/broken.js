// Makes a broken variant of the role for an External ID.
const element = (id) => document.getElementById(id);

async function refusal(answer) {
  const text = await answer.text();
  try { const { code, message } = JSON.parse(text); return `${code}: ${message}`; } catch { return text; }
}

function choice({ name, summary }, number) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "variant";
  input.value = name;
  input.checked = number === 0;
  label.append(input, `${name}: ${summary}`);
  return label;
}

async function create(event) {
  event.preventDefault();
  element("error").hidden = true;
  const variant = document.querySelector("input[name=variant]:checked").value;
  const wish = { variant, external_id: element("external-id").value };
  const answer = await fetch("/api/broken", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish),
  });
  if (!answer.ok) {
    element("error").textContent = await refusal(answer);
    element("error").hidden = false;
    return;
  }
  element("role-arn").textContent = (await answer.json()).role_arn;
  element("made").hidden = false;
  element("made-title").focus();
}

function preset(text, number) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "checkbox";
  input.value = String(number);
  label.append(input, text);
  return label;
}

function tell(count) {
  element("in-force").textContent = count === 0 ? "No faults: everything works as it should." : `Faults in force: ${count}`;
}

async function apply(event) {
  event.preventDefault();
  const presets = [...element("presets").querySelectorAll("input:checked")].map((input) => Number(input.value));
  const answer = await fetch("/api/faults", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ presets }),
  });
  if (answer.ok) tell((await answer.json()).in_force);
  else element("in-force").textContent = await refusal(answer);
}

const variants = await (await fetch("/api/broken")).json();
element("variants").append(...variants.map(choice));
element("external-id").value = new URLSearchParams(location.search).get("external_id") ?? "";
element("form").addEventListener("submit", create);
const faults = await (await fetch("/api/faults")).json();
element("presets").append(...faults.presets.map(preset));
tell(faults.in_force);
element("faults").addEventListener("submit", apply);
element("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(element("role-arn").textContent);
  element("copy").textContent = "Copied";
});
