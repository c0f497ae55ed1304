using System.Buffers;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Metering.Tokens;

/// <summary>Writes the answer of <c>POST /v1/tokenize</c>: <c>model</c>, <c>encoding</c>, <c>tokens</c>, <c>exact</c> and, where they are wanted, <c>ids</c>.</summary>
/// <param name="estimator">Counts where there is no public tokenizer, and chats.</param>
/// <param name="model">The provider's name of the model; <c>null</c> where an encoding is named.</param>
internal readonly ref struct TokenizeAnswer(IPromptEstimator estimator, string? model)
{
    /// <summary>Counts what the request holds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">What it asks.</param>
    /// <param name="output">Takes the answer.</param>
    /// <exception cref="LlmException">400: ids are wanted of a model without a public tokenizer.</exception>
    public void Write(LlmRequest request, TokenizeQuery query, PooledBuffer output)
    {
        var own = query.Encoding is { } encoding ? Tokenizers.Get(encoding) : Tokenizers.ForModel(model!);
        if (query.ReturnsIds && own is null)
            throw NoTokenizer();
        var estimate = request.Bytes(RequestField.Messages).IsEmpty ? CountTexts(request, own) : CountChat(request, query);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("model"u8, query.Model);
        json.WriteString("encoding"u8, estimate.Encoding);
        json.WriteNumber("tokens"u8, estimate.Tokens);
        json.WriteBoolean("exact"u8, estimate.IsExact);
        if (query.ReturnsIds)
            WriteIds(json, request.Bytes(RequestField.Input), own!);
        json.WriteEndObject();
    }

    private PromptEstimate CountChat(LlmRequest request, TokenizeQuery query)
    {
        if (query.Encoding is not { } encoding)
            return estimator.Count(request, PromptKind.Chat, model);
        var rules = PromptModel.For("") with { Encoding = encoding };
        return new PromptEstimate(PromptCounter.Count(request, PromptKind.Chat, rules).Tokens, IsExact: false, encoding);
    }

    private PromptEstimate CountTexts(LlmRequest request, Tokenizer? own)
    {
        using var scratch = new PooledBuffer();
        var input = request.Bytes(RequestField.Input);
        var tokens = 0L;
        if (input[0] == '"')
            tokens = CountText(input[1..^1], own, scratch);
        var texts = new JsonWalk(input[0] == '[' ? input : default);
        while (texts.Next())
            tokens += CountText(texts.Text, own, scratch);
        return new PromptEstimate(tokens, own is not null, own?.Encoding);
    }

    private long CountText(ReadOnlySpan<byte> escaped, Tokenizer? own, PooledBuffer scratch)
    {
        var text = Unescape(escaped, scratch);
        return own?.CountTokens(text) ?? estimator.CountOutput(text, model);
    }

    /// <summary>For a text a list of ids, for a list of texts a list of such lists.</summary>
    private static void WriteIds(Utf8JsonWriter json, ReadOnlySpan<byte> input, Tokenizer tokenizer)
    {
        using var scratch = new PooledBuffer();
        json.WritePropertyName("ids"u8);
        if (input[0] == '"')
        {
            WriteIdsOf(json, Unescape(input[1..^1], scratch), tokenizer);
            return;
        }

        json.WriteStartArray();
        var texts = new JsonWalk(input);
        while (texts.Next())
            WriteIdsOf(json, Unescape(texts.Text, scratch), tokenizer);
        json.WriteEndArray();
    }

    private static void WriteIdsOf(Utf8JsonWriter json, ReadOnlySpan<byte> text, Tokenizer tokenizer)
    {
        var ids = new ArrayBufferWriter<int>();
        tokenizer.EncodeToIds(text, ids);
        json.WriteStartArray();
        foreach (var id in ids.WrittenSpan)
            json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> escaped, PooledBuffer scratch)
    {
        scratch.Release();
        scratch.Advance(JsonText.Unescape(escaped, scratch.GetSpan(escaped.Length)));
        return scratch.WrittenSpan;
    }

    private static LlmException NoTokenizer() => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, "The tokenizer of this model is not public, so there are no ids; without 'return_ids' the number of tokens is estimated.",
        "unsupported_value", "return_ids")
    {
        ShouldRetry = false,
    });
}
