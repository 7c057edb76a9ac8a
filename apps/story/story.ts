import { lookAtFacts, salesTold } from './chapters/facts.js';
import { fillCart } from './chapters/guest.js';
import { importGoods } from './chapters/import.js';
import { raceForLastUnit } from './chapters/last-unit.js';
import { buyOnce } from './chapters/order.js';
import { pickUpPhone } from './chapters/phone.js';
import { openPortal } from './chapters/portal.js';
import { adoptCart } from './chapters/sign-up.js';
import { turnAway } from './chapters/stranger.js';
import { scanAtTill } from './chapters/till.js';
import { webShop } from './channels.js';
import { goodsOf } from './goods.js';
import { Stage, type StageTerms } from './stage.js';

/** A chapter that has come out as it must, and how long it took. */
export interface ToldChapter {
  readonly title: string;
  readonly ms: number;
}

/** Tells the whole story: the same goods in three channels. @throws StoryBroken at the first step that does not come out as it must */
export async function tellStory(terms: StageTerms): Promise<readonly ToldChapter[]> {
  const stage = new Stage(terms);
  const chapters: ToldChapter[] = [];
  const chapter = async <T>(title: string, sentence: string, happens: () => Promise<T>): Promise<T> => {
    terms.narrator.chapter(chapters.length + 1, title, sentence);
    const began = performance.now();
    const result = await happens();
    chapters.push({ title, ms: Math.round(performance.now() - began) });
    return result;
  };
  try {
    await tell(stage, chapter);
    return chapters;
  } finally {
    await stage.close();
  }
}

async function tell(
  stage: Stage,
  chapter: <T>(title: string, sentence: string, happens: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const goods = goodsOf(Date.now());
  const web = await webShop(stage);
  const variants = await chapter(
    'A file is imported',
    'Four products come in as CSV, with prices, stock and barcodes; a moment later they are for sale.',
    () => importGoods(stage, goods),
  );
  const guests = await chapter(
    'A guest fills a cart on the web',
    'Nobody has to say who they are to begin: the cart is kept under an id that cannot be guessed.',
    () => fillCart(stage, goods, variants),
  );
  await chapter(
    'The guest signs up',
    'Ada makes an account, and what she had put into her cart as a guest is in her cart now.',
    () => adoptCart(stage, goods, guests),
  );
  const phone = await chapter(
    'The cart is there on the phone',
    'Ada signs in on another device: the same cart, which from now on follows what is done elsewhere.',
    () => pickUpPhone(stage, goods),
  );
  const till = await chapter(
    'The till scans into it',
    'In the store the till reads the code on the phone, opens the cart and scans a candle; the phone shows it at once.',
    () => scanAtTill(stage, goods, web, phone),
  );
  const portal = await chapter(
    'A portal buyer sees contract prices',
    'An organization has agreed on its own prices for the same bowl, lower still from ten and from fifty.',
    () => openPortal(stage, goods, web, variants),
  );
  const before = await salesTold(stage);
  const bought = await chapter(
    'The order is placed and paid once',
    'The phone has a bad connection and sends the same request three times, at once, to whichever replicas there are.',
    () => buyOnce(stage, goods, web, variants, phone),
  );
  await chapter('Stock and events say so', 'What was sold is promised in the stock, and each fact was told once, in order.', () =>
    lookAtFacts(stage, goods, variants, phone, bought, before),
  );
  await chapter(
    'Fifty want the last one',
    'From all three channels fifty buyers pay for the last print at the same moment: one gets it.',
    () => raceForLastUnit(stage, goods, web, variants, till, portal),
  );
  await chapter(
    'A stranger is turned away',
    'Whoever has no business with an order learns nothing of it, not even that it is there.',
    () => turnAway(stage, goods, phone.ada, [till, portal.buyer], bought.order),
  );
}
