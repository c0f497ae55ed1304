using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Tokens;
using LlmProxy.Routing;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Notes what settlement needs from the events of a stream, before any filter sees them.</summary>
internal sealed class AnswerWatch(LlmAttempt attempt, StoredObjects objects, TimeProvider clock) : IEventSink
{
    private readonly AnswerFacts _facts = attempt.Answer;
    private readonly ReceivedText _received = attempt.ReceivedOutput ??= new ReceivedText();

    /// <summary>What the decoders call an event that is not of their protocol.</summary>
    private static ReadOnlySpan<byte> Malformed => "malformed_stream"u8;

    /// <summary>Takes the events after they were noted.</summary>
    public IEventSink? Next { get; set; }

    /// <summary>Whether anything came that a client could use.</summary>
    public bool SawContent => _facts.FirstTokenAt != 0;

    /// <summary>Whether the provider reported an error inside the stream.</summary>
    public bool SawError { get; private set; }

    /// <summary>Whether an event of the provider could not be read.</summary>
    public bool SawMalformed { get; private set; }

    public void OnEvent(in LlmEvent e)
    {
        switch (e.Kind)
        {
            case LlmEventKind.Start:
                _facts.Id ??= Text(e.Id);
                _facts.Model ??= Text(e.Name);
                // At once and not at the end: a running response can be cancelled by its id.
                objects.Note(attempt.Exchange);
                break;
            case LlmEventKind.Text or LlmEventKind.Reasoning or LlmEventKind.Refusal or LlmEventKind.ToolCall or LlmEventKind.ToolArguments:
                if (_facts.FirstTokenAt == 0)
                    _facts.FirstTokenAt = clock.GetTimestamp();
                _facts.Contents++;
                _received.Append(e.Kind == LlmEventKind.ToolCall ? e.Name : e.Text);
                break;
            case LlmEventKind.Finish:
                _facts.Finishes++;
                if (_facts.Finish == FinishReason.None)
                    _facts.Finish = e.Finish;
                break;
            case LlmEventKind.Usage:
                attempt.Usage = attempt.Usage.Then(e.Usage);
                break;
            case LlmEventKind.End:
                _facts.HasEnded = true;
                if (attempt.Usage.OutputTokens is not null)
                    _received.Forget();
                break;
            case LlmEventKind.Error:
                var isMalformed = e.Name.SequenceEqual(Malformed);
                SawMalformed |= isMalformed;
                SawError |= !isMalformed;
                _facts.ErrorCode ??= Text(e.Name) ?? "provider_error";
                if (!isMalformed)
                    _facts.Error ??= new ProviderError(Text(e.Name), null, Text(e.Text));
                break;
        }

        Next?.OnEvent(e);
    }

    private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
