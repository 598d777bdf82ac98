import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import { BY_KEY, GATEWAY, PLATFORM, TOKEN } from './conformance/account.ts';
import { gatewaySubject } from './conformance/bank-gateway.ts';
import { tokenSubject } from './conformance/token-quick-pay.ts';

for (const account of [GATEWAY, PLATFORM, BY_KEY]) describeConformance(gatewaySubject(account));
describeConformance(tokenSubject(TOKEN));
