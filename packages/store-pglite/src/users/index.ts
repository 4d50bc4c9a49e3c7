export { createUserStore } from './create-user-store.js';
