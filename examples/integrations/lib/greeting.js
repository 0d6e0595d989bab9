export function greeting(name) {
  return { text: `Welcome, ${name}, and thank you.` };
}
