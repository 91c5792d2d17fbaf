// How much each thing counts. What is said of a question is in parts of what all its terms weigh together.

export const WEIGHTS = {
  // ---- Terms. A term weighs the logarithm of how rare it is among pages.
  /** No term weighs more. */
  heaviest: 8,
  /** No term that the site has weighs less. */
  lightest: 0.15,
  /** What the site has nowhere weighs as much as the rarest term could, but not more than so many times the heaviest term of the question that it has. */
  unknown: 1.5,
  /** Two words that meet have a pair between them; it is known by being this much rarer than both pairs beside it, */
  boundaryRarity: 0.3,
  /** and counts so much of the lightest of the three. */
  boundary: 0.3,
  /** A pair that the site has nowhere, with a character that only joins words. */
  joining: 0.3,
  /** A pair between a word that has synonyms and its neighbour. */
  besideSynonym: 0.2,
  /** The same, at most. */
  besideMost: 0.5,
  /** In speech no term weighs more that the site has. */
  spokenHeaviest: 4.5,
  /** A synonym that stands everywhere counts so much of one that weighs as much as the heaviest of the word, or so much; */
  commonSynonym: 0.2,
  rareSynonym: 13,
  /** and each one so much less than the one before. */
  laterSynonym: 0.1,
  /** What is only nearly said counts so much of what is. */
  nearlySaid: 0.75,
  /** So many terms may be added by synonyms. */
  synonymTerms: 30,
  /** A single character that has synonyms weighs as much as what it stands for, but not more than this. */
  singleCharacter: 4,

  // ---- A passage, for each term of the question.
  /** A term that the passage lacks but a title of its page has. */
  inTitle: 0.9,
  /** A term that the passage lacks but its page has. */
  onPage: 0.4,
  /** A term that is so common that only its pages are known. */
  commonOnPage: 0.7,
  /** A term of a page none of whose passages is known to have any. */
  onPageAlone: 0.5,
  /** Neighbours in the question that are both in the passage, times the lighter one. */
  neighbours: 0.25,
  /** A synonym in place of the word. */
  synonym: 0.95,
  /** So much of a synonym must be there to cover the characters of the word. */
  synonymCover: 0.7,
  /** A synonym of which only a part is there, times the square of that part. */
  partOfSynonym: 0.6,

  // ---- A page.
  /** Terms that stand in many passages of the page. */
  repeated: 0.25,
  /** The square of how much of the question is in the title. */
  questionInTitle: 0.7,
  /** How much of the question is in the title, times how much of the title the question is. */
  titleInQuestion: 0.35,
  /** The question is the title. */
  isTitle: 1.2,
  /** The third power of how near the question comes to another name of the page, or to what its author says people ask: when it is that, nothing answers better. */
  near: 5,
  /** How much of the title's own matter (not 中华人民共和国 or 条例) is in the question. */
  titleMatter: 0.7,
  /** That counts fully once so much of the question is in the title. */
  titleMatterFull: 0.15,
  /** The page is of the year that is named. */
  year: 0.5,
  /** Taken off a page of a place that the question does not name. */
  elsewhere: 0.15,
  /** The page has the words of the region that the site speaks for, not those of a site above. */
  home: 0.15,
  /** Each doubling of the number of pages that name the page. */
  cited: 0.045,

  // ---- What the words of the best passage say.
  /** All of it, beside what is said of the page. */
  words: 0.6,
  /** What was not read counts so much of what was, usually. */
  unread: 0.7,
  /** A term that the words lack but the title has. */
  wordsInTitle: 0.6,
  /** The densest stretch of the words. */
  dense: 0.6,
  /** Runs of the question that stand there as they are, by their characters. */
  wholeRuns: 0.25,
  /** A run that stands only where two other words meet: 产假 in 生产假药. */
  acrossWords: 0.2,
  /** Words that look like the answer that is waited for. */
  answer: 0.7,
  /** That counts once so much of the question is covered. */
  answerCover: 0.25,
  /** Taken off for a long passage, */
  long: 0.05,
  /** for what happens to those who break a rule, when nobody asks for it, */
  penalty: 0.1,
  /** for what governments are to do, when nobody asks who does it, */
  duty: 0.1,
  /** and for what a law is for and whom it is about. */
  purpose: 0.12,

  // ---- Passages of one page among themselves.
  /** What a term still counts that all passages of the page have. */
  everywhereOnPage: 0.3,
  /** How many blocks are read of each of the first pages, and how many pages that are. */
  blocksRead: 2,
  pagesReadDeep: 2,
  /** Another clause is shown too when it answers so much as well as the best one. */
  alsoAnswers: 0.6,

  // ---- What is shown.
  /** How much of the question a page must cover; where its words are read, less will do. */
  leastCover: 0.5,
  leastCoverRead: 0.2,
};
