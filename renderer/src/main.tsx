import { createRoot } from 'react-dom/client'
import './tokens.css'
import { App } from './app'
import { apply } from './appearance'
import { startWords } from './i18n'

apply()
await startWords()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
