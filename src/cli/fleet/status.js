'use strict';
// A click on a head sorts the rows by its column, a second one the other way round.
document.querySelectorAll('th button').forEach((button, column) => button.addEventListener('click', () => {
  const head = button.parentNode, body = document.querySelector('tbody');
  const down = head.getAttribute('aria-sort') === 'ascending';
  document.querySelectorAll('th').forEach((other) => other.setAttribute('aria-sort', 'none'));
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const said = (row) => (row.cells[column] ? row.cells[column].textContent : '');
  const compare = (a, b) => said(a).localeCompare(said(b), 'zh-CN', { numeric: true });
  Array.from(body.rows).sort((a, b) => (down ? compare(b, a) : compare(a, b))).forEach((row) => body.appendChild(row));
}));
