// Cognito's names of factors and media in words that people know. What it does not know it says as Cognito does.

const FACTORS: Record<string, { name: string; detail: string }> = {
  PASSWORD_SRP: { name: 'Password', detail: 'Proved here, never sent.' },
  PASSWORD: { name: 'Password, sent', detail: 'Your app decides; the pool sees it.' },
  EMAIL_OTP: { name: 'Code by email', detail: 'We send a code to your address.' },
  SMS_OTP: { name: 'Code by text message', detail: 'We send a code to your phone.' },
  SMS_MFA: { name: 'Code by text message', detail: 'We send a code to your phone.' },
  SOFTWARE_TOKEN_MFA: { name: 'Authenticator app', detail: 'Your app shows a code.' },
  WEB_AUTHN: { name: 'Passkey', detail: 'Your fingerprint, face or device PIN.' },
};

export const factorName = (factor: string): string => FACTORS[factor]?.name ?? factor;

export const factorDetail = (factor: string): string | undefined => FACTORS[factor]?.detail;

/** "We sent a code by email to a***@e***." */
export function sentTo({ medium, to }: { medium: string; to: string } = { medium: '', to: '' }): string {
  const by = medium === 'SMS' ? 'by text message' : medium === 'EMAIL' ? 'by email' : 'to you';
  return to === '' ? `We sent a code ${by}.` : `We sent a code ${by} to ${to}.`;
}

/** `phone_number` as `Phone number`, `custom:team` as `Team`. */
export function attributeName(name: string): string {
  const said = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}
