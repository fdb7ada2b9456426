import { describe, expect, it } from 'vitest';
import { parseList, textOf } from './parse-list';

describe('a pasted list', () => {
  it('has a number a line, with unit and day in any order', () => {
    const text = [
      'XF-2026-0001\t县住建局\t2026/2/3',
      'XF-2026-0002\t2026年2月4日\t县人社局',
      '',
      'XF-2026-0003',
    ];
    expect(parseList(text.join('\r\n'))).toEqual([
      { number: 'XF-2026-0001', unit: '县住建局', received_on: '2026-02-03' },
      { number: 'XF-2026-0002', unit: '县人社局', received_on: '2026-02-04' },
      { number: 'XF-2026-0003' },
    ]);
  });

  it('has the columns its heading names, whatever stands beside them', () => {
    const text = [
      '序号\t标题\t12345工单编号\t承办单位\t受理时间',
      '1\t电梯停运\tGD-0001\t县住建局\t2026-02-03 09:00',
    ];
    expect(parseList(text.join('\n'))).toEqual([
      { number: 'GD-0001', unit: '县住建局', received_on: '2026-02-03' },
    ]);
  });

  it('takes none of several cells without a heading for the unit', () => {
    expect(parseList('GD-0001,电梯停运,县住建局,2026-02-03')).toEqual([
      { number: 'GD-0001', received_on: '2026-02-03' },
    ]);
  });

  it('is split by commas of either width, and keeps a first number', () => {
    expect(parseList('1，县住建局\n"2",县人社局,2026-02-04 09:00')).toEqual([
      { number: '1', unit: '县住建局' },
      { number: '2', unit: '县人社局', received_on: '2026-02-04' },
    ]);
  });

  it('is read as a spreadsheet on a Chinese PC wrote it', async () => {
    // 县 in GB 18030.
    expect(await textOf(new Blob([new Uint8Array([0xcf, 0xd8])]))).toBe('县');
    expect(await textOf(new Blob(['县']))).toBe('县');
  });
});
