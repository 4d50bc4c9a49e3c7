import { authAnswers } from './auth-answers.mjs';

export default {
  async test() {
    console.log(await authAnswers());
  },
};
