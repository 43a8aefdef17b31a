// Runs in every page of the bench: calls a function of a module when a message asks for it, and answers by message.
// Measuring happens here and not in the driver's scripts, because Firefox runs those in a sandbox of their own.

addEventListener('message', async ({ data: { call } }) => {
  if (!call) return;
  const answer = { id: call.id };
  try {
    const module = await import(call.module);
    answer.value = await module[call.name](...call.args);
  } catch (error) {
    answer.thrown = `${error}`;
  }
  postMessage({ answer });
});
