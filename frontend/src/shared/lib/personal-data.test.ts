import { describe, expect, it } from 'vitest';
import { personalData } from './personal-data';

describe('personal data in a text', () => {
  it('is found as people write it', () => {
    expect(personalData('请拨打 138 0000 1234')).toEqual(['phone']);
    expect(personalData('身份证 990101199003071234')).toEqual(['idNumber']);
    expect(personalData('李先生住在 3 号楼')).toEqual(['address', 'name']);
  });

  it('is not found in numbers of cases, days and amounts', () => {
    expect(personalData('案号 990101-20260302-000001，2026年3月20日前支付 3000 元')).toEqual([]);
    expect(personalData('维修安排在本周五上午，拨打 12348 可咨询。')).toEqual([]);
  });
});
