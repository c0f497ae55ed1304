// The documentation shows this file; see FilterExampleTests.
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Filters;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>Ends streamed chat answers after 2,000 bytes of text.</summary>
internal sealed class AnswerCap : IResponseFilterSource
{
    public ResponseFilter? Create(LlmAttempt attempt) =>
        attempt.Exchange.Path.Endpoint == LlmEndpoint.ChatCompletions ? new Filter() : null;

    private sealed class Filter : ResponseFilter
    {
        private int _bytes;

        // What is stopped does not leave as it came, so the original bytes cannot simply pass.
        public override bool ChangesText => true;

        public override void OnEvent(in LlmEvent e)
        {
            if (e.Kind == LlmEventKind.Text)
                _bytes += e.Text.Length;
            if (_bytes > 2_000)
                Stop(FinishReason.Length);
            else
                Pass(e);
        }
    }
}
