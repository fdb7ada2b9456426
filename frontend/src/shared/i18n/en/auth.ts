import type { zhCN } from '../zh-CN';

export const auth: typeof zhCN.auth = {
  title: 'Sign in',
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
  passwordRule: 'At least 10 characters; not the user name or a recent password.',
};
