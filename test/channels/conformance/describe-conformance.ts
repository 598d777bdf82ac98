import { describe } from 'vitest';
import { callCases } from './call-cases.ts';
import { declarationCases } from './declaration-cases.ts';
import { noNotificationCases, notificationCases } from './notification-cases.ts';
import type { ConformanceSubject } from './subject.ts';

/** The one suite that every channel passes, in every protocol and mode it has. */
export const describeConformance = (subject: ConformanceSubject): void => {
  describe(`${subject.name} conforms`, () => {
    if (subject.notifications) notificationCases(subject, subject.notifications);
    else noNotificationCases(subject);
    callCases(subject);
    declarationCases(subject);
  });
};
