import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import './public.css';

const root = document.getElementById('root');
if (!root) throw new Error('public.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App path={globalThis.location.pathname} />
  </StrictMode>,
);
