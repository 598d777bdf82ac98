import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { fileOf, VIEWS, type View } from './views.ts';

const WIDTH = 1_440;
const HEIGHT = 860;

const pictureOf = (state: string, wanted: Pick<View, 'screen' | 'colorScheme'>): string => {
  const view = VIEWS.find(
    ({ screen, colorScheme, language }) =>
      screen === wanted.screen && colorScheme === wanted.colorScheme && language === 'zh',
  );
  return view ? fileOf(state, view) : '';
};

/** A payment on a desktop and its card on a phone, side by side: what a shop owner sees of it first. */
export const readmePicture = async (browser: Browser, folder: string): Promise<string> => {
  const path = join(folder, 'readme.jpg');
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  await page.goto(`file://${folder}/index.html`);
  await page.setContent(`<!doctype html><style>
body{margin:0;height:${HEIGHT}px;overflow:hidden;position:relative;background:linear-gradient(135deg,#fed7aa,#fdf2f8 45%,#bfdbfe)}
img{position:absolute;border-radius:18px;box-shadow:0 30px 80px rgb(15 23 42/.28);object-fit:cover;object-position:top}
.desktop{left:56px;top:80px;width:1056px;height:700px}
.phone{right:48px;top:96px;width:322px;height:690px;border:9px solid #0f172a;border-radius:38px}
</style><img class="desktop" src="${pictureOf('real-qr', { screen: 'desktop', colorScheme: 'light' })}" alt=""><img class="phone" src="${pictureOf('real-delivered', { screen: 'phone', colorScheme: 'dark' })}" alt="">`);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path, type: 'jpeg', quality: 82 });
  await page.close();
  return path;
};
