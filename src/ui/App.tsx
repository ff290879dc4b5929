import './styles/tokens.css';
import './styles/base.css';
import { DeskProvider, type Desk } from './SessionContext';
import { Shell } from './shell/Shell';

export function App({ desk }: { readonly desk: Desk }) {
  return (
    <DeskProvider value={desk}>
      <Shell />
    </DeskProvider>
  );
}
