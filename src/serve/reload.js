// Loads the page anew when the preview has something new to show. Only in the preview.
(function () {
  'use strict';
  var version = document.currentScript.dataset.version;
  var stream = null;

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource('/.wanjia/events');
    stream.onmessage = function (event) {
      if (event.data !== version) location.reload();
    };
    // A lost stream is taken up again by the browser itself, unless it was refused permanently.
    stream.onerror = function () {
      if (stream && stream.readyState === EventSource.CLOSED) {
        stop();
        setTimeout(listen, 1000);
      }
    };
  }

  function stop() {
    if (stream) stream.close();
    stream = null;
  }

  // A browser keeps six connections to one host: tabs that nobody looks at give theirs back, and are
  // told which version is shown when they are looked at again.
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) stop();
    else listen();
  });
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', listen);
  listen();
})();
