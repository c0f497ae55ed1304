using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Events;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Writes events as the stream of <c>/v1/chat/completions</c>, in OpenAI's order.</summary>
/// <remarks>
/// <para>
/// The first delta of each choice carries the role. Tool calls get indexes 0, 1, 2 … in each choice. Reports of usage
/// add up and are written once, before <c>[DONE]</c>. An error is a bare error object, and nothing follows it: a
/// client must not take a broken answer for a whole one.
/// </para>
/// <para>
/// Anthropic's signatures and encrypted reasoning go out as <c>delta.thinking_blocks</c>, the form LiteLLM uses, so
/// that a client can hand them back with its next request.
/// </para>
/// <para>One instance serves one stream, and is not safe for use by two threads at once.</para>
/// </remarks>
public sealed class ChatStreamEncoder : IStreamEncoder, IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json = new(Stream.Null, WriterOptions);
    private readonly ToolCallIndexes _calls = new();
    private readonly ChunkHead _head;
    private readonly bool _includeUsage;

    private IndexSet _withRole;
    private TokenUsage _usage;
    private bool _hasEnded;

    /// <summary>Makes an encoder for one answer.</summary>
    /// <param name="id">The answer's id, on every chunk.</param>
    /// <param name="created">When it was made, in seconds since 1970.</param>
    /// <param name="model">The model's name, on every chunk.</param>
    /// <param name="includeUsage">Whether the client asked for usage with <c>stream_options.include_usage</c>.</param>
    public ChatStreamEncoder(string id, long created, string model, bool includeUsage)
    {
        _head = new ChunkHead(id, created, model);
        _includeUsage = includeUsage;
    }

    /// <summary>
    /// Whether the client speaks of <c>functions</c>, the old form of tools: it then gets <c>function_call</c>, which has room for the
    /// first call alone, and that name as the reason of the end. Default false.
    /// </summary>
    public bool UsesFunctions { get; init; }

    /// <inheritdoc/>
    public void Encode(in LlmEvent e, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_hasEnded)
        {
            return;
        }

        switch (e.Kind)
        {
            case LlmEventKind.Role when !_withRole.Add(e.Choice):
            case LlmEventKind.Start or LlmEventKind.Ping or LlmEventKind.Other:
                break;
            case LlmEventKind.Usage:
                _usage = _usage.Then(e.Usage);
                break;
            case LlmEventKind.Finish:
                WriteFinish(e, output);
                break;
            case LlmEventKind.Error:
                WriteError(e, output);
                break;
            case LlmEventKind.End:
                WriteEnd(output);
                break;
            default:
                WriteDelta(e, output);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteDelta(in LlmEvent e, IBufferWriter<byte> output)
    {
        var call = NumberOfCall(e);
        if (UsesFunctions && call > 0)
        {
            return;
        }

        BeginChoice(e.Choice, output);
        _json.WriteStartObject("delta"u8);
        if (e.Kind == LlmEventKind.Role || _withRole.Add(e.Choice))
        {
            _json.WriteString("role"u8, "assistant"u8);
        }

        ChatDeltaWriter.Write(_json, e, call, UsesFunctions);
        _json.WriteEndObject();
        EndChoice(default, output);
    }

    private int NumberOfCall(in LlmEvent e) => e.Kind switch
    {
        LlmEventKind.ToolCall => _calls.Add(e.Choice, e.Index, e.Id),
        LlmEventKind.ToolArguments => Math.Max(0, _calls.NumberOf(e.Choice, e.Index)),
        _ => 0,
    };

    private void WriteFinish(in LlmEvent e, IBufferWriter<byte> output)
    {
        if (_withRole.Add(e.Choice))
        {
            WriteDelta(new LlmEvent(LlmEventKind.Role) { Choice = e.Choice }, output);
        }

        BeginChoice(e.Choice, output);
        _json.WriteStartObject("delta"u8);
        _json.WriteEndObject();
        var finish = UsesFunctions && e.Finish == FinishReason.ToolCalls ? FinishReason.FunctionCall : e.Finish;
        EndChoice(FinishReasons.NameOf(finish), output);
    }

    private void WriteError(in LlmEvent e, IBufferWriter<byte> output)
    {
        _hasEnded = true;
        Begin(output);
        ChunkErrorWriter.Write(_json, e);
        End(output);
    }

    private void WriteEnd(IBufferWriter<byte> output)
    {
        _hasEnded = true;
        if (_includeUsage && !_usage.IsEmpty)
        {
            Begin(output);
            _head.Write(_json);
            _json.WriteStartArray("choices"u8);
            _json.WriteEndArray();
            UsageWriter.Write(_json, _usage);
            End(output);
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    private void BeginChoice(int choice, IBufferWriter<byte> output)
    {
        Begin(output);
        _head.Write(_json);
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, choice);
    }

    private void EndChoice(ReadOnlySpan<byte> finishReason, IBufferWriter<byte> output)
    {
        _json.WriteNull("logprobs"u8);
        if (finishReason.IsEmpty)
        {
            _json.WriteNull("finish_reason"u8);
        }
        else
        {
            _json.WriteString("finish_reason"u8, finishReason);
        }

        _json.WriteEndObject();
        _json.WriteEndArray();
        if (_includeUsage)
        {
            _json.WriteNull("usage"u8);
        }

        End(output);
    }

    private void Begin(IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        _json.Reset(output);
        _json.WriteStartObject();
    }

    private void End(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n\n"u8);
    }
}
