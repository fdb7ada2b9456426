import type { zhCN } from '../zh-CN';

export const auth: typeof zhCN.auth = {
  intro: 'Governance centre platform',
  username: 'User name',
  password: 'Password',
  submit: 'Sign in',
  welcome: 'Use your own account and sign out when you leave.',
  ended: 'Your session has ended. Please sign in again.',
  demoHint: 'Demonstration system: people and cases are invented.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  repeatPassword: 'New password again',
  passwordsDiffer: 'The two new passwords differ',
  mustChange: 'After the first sign-in or a reset, change the password first.',
  passwordChanged: 'Password changed',
  otp: {
    title: 'One-time passwords',
    code: 'One-time password',
    codeHelp: 'The six digits your authenticator shows now',
    sixDigits: 'Enter six digits',
    intro:
      'Once on, signing in asks for the six digits of an authenticator on your phone beside the password. Enter your password first.',
    next: 'Next',
    scan: 'Scan the code with your authenticator, then enter the six digits it shows.',
    orType: 'If you cannot scan it, type the secret. It is shown only this once:',
    enable: 'Turn on',
    enabled: 'One-time passwords are on',
    isOn: 'One-time passwords are on. To turn them off, enter your password and the six digits shown now.',
    disable: 'Turn off',
    disabled: 'One-time passwords are off',
  },
  passwordRule: 'At least 10 characters; not the user name or a recent password.',
};
