import { z } from 'zod';
import { logoUrlSchema } from './logo-url.ts';

/** `#rrggbb` and nothing else: it becomes part of a style sheet. */
export const accentSchema = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour as #rrggbb, for example #0b6bcb')
  .overwrite((colour) => colour.toLowerCase());

/** Control characters, other ends of a line, and those that turn the direction of what follows. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Anything that can be seen: not joiners alone, nor letters that are drawn as nothing (Hangul fillers). */
const VISIBLE = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u;

export const displayNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((name) => !CONTROLS.test(name) && VISIBLE.test(name), 'must be plain text in one line');

const MAX_LINK_LENGTH = 2_000;

/** A page of the shop's that buyers are led to. A name before the host reads like the host: https://bank.example@shop.example. */
export const shopLinkSchema = z
  .url({ protocol: /^https?$/ })
  .max(MAX_LINK_LENGTH)
  .refine(
    (text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '',
    'must not contain a user name or password',
  );

/** Whether the page asks the buyer for an e-mail or phone, when the shop's order did not bring one. */
export const contactAskedSchema = z.enum(['off', 'optional', 'required']);
export type ContactAsked = z.infer<typeof contactAskedSchema>;

/**
 * How a shop wants the page where its buyers pay. Every part has a default: a shop that never looks at this has a good
 * page. What has no default is left out of the page.
 */
export const checkoutSettingsSchema = z.object({
  /** What buyers know the shop by. Absent: the merchant's name. */
  displayName: displayNameSchema.optional(),
  logoUrl: logoUrlSchema.optional(),
  /** The colour of buttons and links; shades that can be read are made from it. */
  accent: accentSchema.optional(),
  termsUrl: shopLinkSchema.optional(),
  supportUrl: shopLinkSchema.optional(),
  supportEmail: z.email().max(128).optional(),
  /** Where buyers go afterwards, for orders that name no place of their own. */
  returnUrl: shopLinkSchema.optional(),
  contact: contactAskedSchema.default('off'),
  /** Ways to pay that do not work for this buyer now: left out, or shown with the reason. */
  unavailableMethods: z.enum(['hide', 'explain']).default('hide'),
  /** When one way to pay clearly leads, the page starts it without a tap. */
  startsByItself: z.boolean().default(true),
});
export type CheckoutSettings = z.infer<typeof checkoutSettingsSchema>;

export const DEFAULT_CHECKOUT_SETTINGS: CheckoutSettings = checkoutSettingsSchema.parse({});
