import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  type DistributionProps,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Fn } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  CLIENT_ADDRESS_HEADER,
  ORIGIN_SECRET_HEADER,
  PUBLIC_HOST_HEADER,
} from '#shared/contract/environment.ts';
import { PAGE_SCRIPTS } from '#shared/contract/page-scripts.ts';
import type { Domain, EnvironmentSettings } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { HttpFront } from './http-front.ts';

/**
 * Runs for every viewer's request: the origin sees API Gateway's host name and CloudFront's address, so both of the
 * viewer's travel in headers. Whatever the viewer sent under those names is overwritten.
 */
const VIEWER_REQUEST = `function handler(event) {
  var request = event.request;
  request.headers['${PUBLIC_HOST_HEADER}'] = { value: request.headers.host.value };
  request.headers['${CLIENT_ADDRESS_HEADER}'] = { value: event.viewer.ip };
  return request;
}`;

/**
 * CloudFront keeps these for ten seconds unless told otherwise, by address alone: one caller's 404 would answer
 * another whose key may see the object.
 */
const ERROR_STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

export interface FrontDoorProps {
  readonly front: HttpFront;
  /** Sent to the origin with every request, and by nobody else. */
  readonly originSecret: ISecret;
  /** ARN of the web ACL, which lives in us-east-1. */
  readonly webAclArn: string;
  readonly settings: EnvironmentSettings;
}

/** The public address: CloudFront with the web ACL, in front of the front API, which believes nobody else. */
export class FrontDoor extends Construct {
  readonly url: string;

  constructor(scope: Construct, props: FrontDoorProps) {
    super(scope, 'front-door');
    const { webAclArn, settings } = props;
    const defaultBehavior = this.#passOn(props);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${settings.prefix} front door`,
      webAclId: webAclArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(settings.domain && this.#named(settings.domain)),
      errorResponses: ERROR_STATUSES.map((httpStatus) => ({
        httpStatus,
        ttl: Duration.seconds(0),
      })),
      defaultBehavior,
      additionalBehaviors: {
        [`${PAGE_SCRIPTS.path}/*`]: this.#keep(defaultBehavior),
      },
    });
    this.url = `https://${settings.domain?.name ?? distribution.distributionDomainName}`;
    acknowledge(
      distribution,
      'AwsSolutions-CFR1',
      'Shops sell to buyers and are called by servers in every country; who may buy is a rule of the merchant, not of the edge.',
    );
    acknowledge(
      distribution,
      'AwsSolutions-CFR3',
      'The web ACL logs every request that reaches the edge, without path and keys, and the API logs every one that passes. A third log would hold checkout tokens, which are part of paths.',
    );
    if (!settings.domain) {
      acknowledge(
        distribution,
        'AwsSolutions-CFR4',
        'CloudFront fixes the protocols of its own *.cloudfront.net certificate. An environment with a domain and a certificate of its own asks for TLS 1.2.',
      );
    }
  }

  #named({ name, certificateArn }: Domain): Partial<DistributionProps> {
    return {
      domainNames: [name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  /**
   * A name stands for one content, for ever; what the origin compressed is kept as it is. The origin hears the name and the
   * encoding, which are the key, and nothing else: a query or header that spoils an answer would spoil it for everybody who
   * asks at that moment. The managed policy keeps for a second even what says `no-store`, ours does not.
   */
  #keep({ origin, viewerProtocolPolicy, compress }: BehaviorOptions): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy,
      compress,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: new CachePolicy(this, 'Scripts', {
        comment: 'Scripts of pages: kept for as long as they say',
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.days(365),
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      }),
    };
  }

  /** Goes to the API as it came, and nothing is kept. */
  #passOn({ front, originSecret, settings }: FrontDoorProps): BehaviorOptions {
    const viewerRequest = new EdgeFunction(this, 'ViewerRequest', {
      functionName: `${settings.prefix}-viewer-request`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(VIEWER_REQUEST),
    });
    return {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', front.url)), {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        readTimeout: Duration.seconds(30),
        customHeaders: {
          // A dynamic reference: the secret itself is in no template.
          [ORIGIN_SECRET_HEADER]: originSecret.secretValue.unsafeUnwrap(),
        },
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // Adds the viewer's country, which orders the ways to pay: see CLIENT_COUNTRY_HEADER.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [
        { function: viewerRequest, eventType: FunctionEventType.VIEWER_REQUEST },
      ],
      compress: true,
    };
  }
}
