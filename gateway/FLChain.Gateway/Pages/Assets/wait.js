// Looks whether a purchase has been delivered, and opens the page again when it has.
const waiting = document.querySelector('[data-wait]');
const look = async () => {
  try {
    const answer = await fetch(waiting.dataset.wait, { headers: { accept: 'text/plain' } });
    if (answer.ok && (await answer.text()) !== waiting.dataset.while) location.reload();
    else setTimeout(look, 1000);
  } catch {
    setTimeout(look, 5000);
  }
};
if (waiting) look();
