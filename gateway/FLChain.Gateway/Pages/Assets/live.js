// Follows the events of one model. The browser connects again by itself and says where it was, so that nothing is missed.
const now = document.getElementById('now');
const log = document.getElementById('log');
const link = document.getElementById('link');
const fid = now.dataset.live;
const mostLines = 200;
let asked = false;
let again = false;

const refresh = async () => {
  if (asked) { again = true; return; }
  asked = true;
  try {
    const answer = await fetch(`/models/${encodeURIComponent(fid)}/live/now`);
    // Markup of our own server, in which every value is encoded.
    if (answer.ok) now.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').body.childNodes);
  } finally {
    asked = false;
    if (again) { again = false; setTimeout(refresh, 250); }
  }
};

const write = (what, at) => {
  const line = document.createElement('li');
  line.textContent = `${new Date(at).toISOString().slice(11, 19)} UTC  ${what}`;
  log.prepend(line);
  while (log.children.length > mostLines) log.lastChild.remove();
};

const names = ['federation.PublishModel', 'federation.SubmitIntention', 'federation.WithdrawIntention', 'federation.Establish', 'federation.PostSetup', 'federation.ConfirmShare',
  'federation.ComplainShare', 'federation.StartTraining',
  'training.SubmitGradient', 'training.SubmitAggregate', 'training.ElectLeader', 'training.SubmitShare', 'training.CloseRound', 'training.Evaluate', 'training.Expire', 'training.Return', 'training.Finish',
  'incentive.Purchase', 'incentive.Deliver', 'incentive.ConfirmDelivery', 'incentive.Dispute', 'incentive.Settle', 'incentive.EvaluateModel', 'incentive.ApplyEvaluations',
  'misbehavior.Report', 'misbehavior.Answer', 'misbehavior.SettleChallenge', 'misbehavior.ReportUnqualified', 'misbehavior.OpenInspection', 'misbehavior.Judge', 'misbehavior.Appeal', 'misbehavior.SettleJudgment',
  'misbehavior.OpenDispute', 'misbehavior.SubmitOpening', 'misbehavior.ConvictOpening', 'misbehavior.ExpireDispute'];
const events = new EventSource(`/v1/events?fid=${encodeURIComponent(fid)}`);
events.addEventListener('open', () => { link.textContent = 'Following the ledger.'; refresh(); });
events.addEventListener('error', () => { link.textContent = 'The connection was lost; trying again.'; });
for (const name of names)
  events.addEventListener(name, event => {
    const { at, what } = JSON.parse(event.data);
    write(name + (what?.iteration ? `, iteration ${what.iteration}` : ''), at);
    refresh();
  });
addEventListener('pagehide', () => events.close());
