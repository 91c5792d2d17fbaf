
(function () {
  "use strict";
  var article = document.getElementById("article");
  var copy = document.getElementById("copy");
  var said = document.getElementById("said");

  // What is pasted shows no picture of this folder: in place of each stands which one is to be uploaded there.
  function withoutPictures() {
    var clone = article.cloneNode(true);
    clone.removeAttribute("id");
    [].forEach.call(clone.querySelectorAll("img"), function (image, at) {
      var words = document.createElement("span");
      var name = image.getAttribute("src");
      var alt = image.getAttribute("alt");
      words.style.color = "#d0021b";
      words.textContent = "【" + copy.dataset.picture + (at + 1) + "：" + name + (alt ? "，" + alt : "") + "】";
      image.parentNode.replaceChild(words, image);
    });
    return clone;
  }

  // The words with the lines that a reader sees: only what is on the page has lines.
  function words(clone) {
    clone.setAttribute("style", "position:absolute;left:-9999px;top:0;width:600px");
    document.body.appendChild(clone);
    var text = clone.innerText.trim();
    document.body.removeChild(clone);
    return text;
  }

  // By the event, so that what is copied is what stands here; a browser that writes to the clipboard by itself adds styles.
  function put(html, text) {
    var done = false;
    function listen(event) {
      if (html) event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      done = true;
    }
    var range = document.createRange();
    var selection = window.getSelection();
    range.selectNodeContents(article);
    selection.removeAllRanges();
    selection.addRange(range);
    document.addEventListener("copy", listen);
    try {
      done = document.execCommand("copy") && done;
    } catch (error) {
      done = false;
    }
    document.removeEventListener("copy", listen);
    if (done) selection.removeAllRanges();
    return done;
  }

  copy.addEventListener("click", function () {
    var clone = withoutPictures();
    said.textContent = put(clone.innerHTML, words(clone)) ? copy.dataset.done : copy.dataset.failed;
  });
  [].forEach.call(document.querySelectorAll("[data-copies]"), function (button) {
    button.addEventListener("click", function () {
      var done = put("", document.getElementById(button.dataset.copies).textContent);
      said.textContent = done ? "✓ " + button.parentNode.previousSibling.textContent : copy.dataset.failed;
    });
  });
})();
