import './styles/tokens.css';
import './styles/base.css';
import { DeskProvider, type Desk } from './SessionContext';
import { PartBoundary } from './problems/PartBoundary';
import { Shell } from './shell/Shell';

export function App({ desk }: { readonly desk: Desk }) {
  return (
    <DeskProvider value={desk}>
      <PartBoundary name="Elsewhere">
        <Shell />
      </PartBoundary>
    </DeskProvider>
  );
}
