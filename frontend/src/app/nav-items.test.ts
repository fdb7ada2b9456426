import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { navGroups } from './nav-items';
import { createAppRouter } from './router';

const items = navGroups.flatMap((group) => group.items);

describe('the navigation', () => {
  it('leads to pages that exist', () => {
    const paths = Object.keys(createAppRouter(new QueryClient()).routesByPath);
    for (const { to } of items) expect(paths).toContain(to);
  });

  it('names each entry once', () => {
    const labels = items.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('has an entry for every page the server grants', () => {
    // Without one: what opens inside another page (substitutes of one's own, a new rule, person,
    // account or visit), and the inbox, whose one way is the bell.
    const pages = [
      'home',
      'register',
      'cases',
      'supervision',
      'departments',
      'centers',
      'people',
      'users',
      'calendar',
      'time_limit_rules',
      'automation_rules',
      'audit',
      'feedback',
      'substitutions',
      'notice_channels',
      'visits',
      'late',
      'oversight',
      'callbacks',
      'screening',
      'monthly_report',
      'mediation_statistics',
      'burden',
      'data_fields',
      'precedents',
      'mediations',
      'agreements',
      'mediators',
      'rooms',
      'receptions',
      'review_meetings',
      'case_tasks',
      'document_templates',
      'posts',
      'stationing_obligations',
      'stationings',
      'leaves',
      'rotation_plans',
      'my_duty',
      'swap_requests',
      'assessments',
      'assessment_appeals',
      'assessment_schemes',
      'assessment_heads',
      'duty',
      'duty_stand_ins',
      'presence',
      'duty_workstations',
      'applications',
      'api_settings',
      'shortfalls',
      'adapters',
      'imports',
      'exports',
      'devices',
      'webhooks',
      'reconciliations',
      'questions',
    ];
    expect([...new Set(items.map(({ name }) => name))].sort()).toEqual(pages.sort());
  });
});
