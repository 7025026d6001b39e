"use strict";

// Elements of the page.

const Dom = {
  make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  },

  /// Writes a text where it is another one, so that nothing is selected or read out anew.
  write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  },
};
