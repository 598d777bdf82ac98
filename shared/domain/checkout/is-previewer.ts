/**
 * Programs that open links which people share or search engines know. Each says who it is in its documentation; those that
 * pretend to be a browser (WeChat's and QQ's own preview services do) cannot be told by their name.
 */
const PREVIEWERS: readonly RegExp[] = [
  // Googlebot/, bingbot/, Twitterbot/, TelegramBot, Discordbot/, Slackbot-LinkExpanding, AdsBot-Google … CUBOT makes phones.
  /(?<!cu)bot(?:[\s/;:,)_-]|$)/i,
  // Baiduspider, Bytespider, Sogou web spider, 360Spider, YisouSpider.
  /spider/i,
  /crawl/i,
  /slurp/i,
  // Facebook, and Line and KakaoTalk, which use its name; Meta's others.
  /facebookexternalhit|facebookcatalog|facebot|meta-external/i,
  // SkypeUriPreview, Snap URL Preview Service, BingPreview.
  /(?:ur[il]|link|bing)[-_ ]?preview/i,
  /Mediapartners-Google|FeedFetcher-Google|Google-(?:InspectionTool|PageRenderer|Read-Aloud)|GoogleOther|Google Favicon/i,
  /Baidu-YunGuanCe|ia_archiver|Chrome-Lighthouse|PTST\//i,
  /HeadlessChrome|PhantomJS|Electron-?Headless|jsdom/i,
  /embedly|iframely|vkShare|Mastodon\/|redditbot|Tumblr\//i,
  // The app's own browser has "WhatsApp" nowhere in front.
  /^WhatsApp\//,
  /^(?:curl|wget|python-|aiohttp|httpx|axios|node|undici|got|go-http-client|okhttp|java|apache-httpclient|libwww|lwp|ruby|php|guzzle|postman|insomnia|httpie|dart)\b/i,
];

/**
 * Whether a request comes from a link preview, a crawler or a program that fetches pages, by its User-Agent. Nobody looks at
 * what is made for it: no payment is started for one. What sends no name at all is no browser.
 */
export const isPreviewer = (userAgent: string): boolean =>
  userAgent.trim() === '' || PREVIEWERS.some((pattern) => pattern.test(userAgent));
