/** Lets the browser save what a ticket opens: it knows this browser again by a cookie. */
export function saveTicket(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  // Where the ticket is refused, the page stays.
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
