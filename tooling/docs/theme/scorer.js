/* How the search puts pages in order: as Sphinx does, but what helps somebody new before what says why. */
var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 20,
  partialTitle: 12,
  term: 5,
  partialTerm: 2,
  score: ([name, , , , score]) => {
    const later = /^(decisions|benchmarks|examples)\/|^(changelog|upgrading|contributing|security)$/;
    const sooner = /^(how-to|tutorial)\/|^(words|refused|five-questions)$/;
    return score + (later.test(name) ? -20 : 0) + (sooner.test(name) ? 4 : 0);
  },
};
