// Which pages may be shown, and what all that was found can be narrowed by.

/** A function that tells whether a page may be shown; nothing when all may. */
export function filterOf(options, catalog) {
  const { section, kind, region, year, language } = options;
  if (!section && !kind && !region && !year && language === undefined) return null;
  const wanted = catalog.allLanguages.indexOf(language) < 0 ? '' : language;
  return (page) => (language === undefined || catalog.languages[page] === wanted) &&
    (!section || catalog.sections[page].folder === section) && (!kind || catalog.kinds[page].name === kind) &&
    (!region || catalog.regions[page] === region) && (!year || catalog.years[page] === +year);
}

/** For each filter its values, the most frequent first: `[value, title, count]`. */
export function facetsOf(hits, catalog) {
  const found = { section: {}, kind: {}, region: {}, year: {} }, facets = {};
  const note = (name, value, title) => { if (value) (found[name][value] = found[name][value] || [value, title, 0])[2]++; };
  hits.forEach(({ page }) => {
    const { folder, title } = catalog.sections[page], kind = catalog.kinds[page], region = catalog.regions[page], year = catalog.years[page] ? String(catalog.years[page]) : '';
    note('section', folder, title || folder);
    note('kind', kind.name, kind.label);
    note('region', region, region);
    note('year', year, year);
  });
  Object.keys(found).forEach((name) => {
    const list = facets[name] = Object.keys(found[name]).map((value) => found[name][value]);
    list.sort((a, b) => (name === 'year' ? b[0] - a[0] : b[2] - a[2] || (a[0] < b[0] ? -1 : 1)));
  });
  return facets;
}
