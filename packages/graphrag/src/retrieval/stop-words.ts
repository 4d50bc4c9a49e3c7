/**
 * English function words, and the words by which people ask for something (“please”, “need”, “help”). They say
 * nothing about which tool is meant. Written in lower case, before stemming.
 */
export const stopWords: ReadonlySet<string> = new Set(
  `a about after all also am an and any are as at be because been before being but by can could did do does doing
  done for from had has have having he her here hers him his how i if in into is it its just let like may me might
  mine more most my need needs no nor not now of on once only or other our ours out over own please same shall she
  should so some such than thanks that the their theirs them then there these they this those through to too under
  until up us very want wants was we were what when where which while who whom whose why will wish with would you
  your yours re ve ll don didn doesn isn aren wasn weren won couldn shouldn wouldn im id help`.split(/\s+/),
);
