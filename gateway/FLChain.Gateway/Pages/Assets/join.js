// The invitation's token stands behind the #, which no request carries; it is taken out of the address once it is in the form.
const field = document.querySelector('[data-invitation]');
const take = () => {
  const token = location.hash.slice(1);
  if (!token) return;
  field.value = token;
  field.readOnly = true;
  history.replaceState(null, '', location.pathname);
  document.querySelector('[name=password]').focus();
};
if (field) {
  take();
  addEventListener('hashchange', take);
}
