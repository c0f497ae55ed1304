using LlmProxy.Core.Errors;
using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens;

namespace LlmProxy.Metering.Tokens;

/// <summary>What <c>POST /v1/tokenize</c> is asked.</summary>
/// <param name="Model">The model; <c>null</c> where an encoding is named.</param>
/// <param name="Encoding">The encoding; <c>null</c> where a model is named.</param>
/// <param name="ReturnsIds">Whether the ids are wanted, and not their number alone.</param>
internal sealed record TokenizeQuery(string? Model, string? Encoding, bool ReturnsIds)
{
    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="LlmException">400: it asks for nothing, or for two things at once.</exception>
    public static TokenizeQuery Read(LlmRequest request)
    {
        string? encoding = null;
        var returnsIds = false;
        var members = new JsonWalk(request.Body.Span[JsonScan.SkipWhite(request.Body.Span, 0)..]);
        while (members.Next())
        {
            if (members.Name.SequenceEqual("encoding"u8))
                encoding = members.IsString ? System.Text.Encoding.UTF8.GetString(members.Text) : throw Invalid("'encoding' must be a string.", "encoding");
            else if (members.Name.SequenceEqual("return_ids"u8))
                returnsIds = Flag(members.Value);
        }

        CheckRules(request.Model, encoding);
        CheckInput(request, returnsIds);
        return new TokenizeQuery(request.Model, encoding, returnsIds);
    }

    private static bool Flag(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("true"u8) || (value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8) ? false : throw Invalid("'return_ids' must be true or false.", "return_ids"));

    private static void CheckRules(string? model, string? encoding)
    {
        if (model is null && encoding is null)
            throw Invalid("Name a 'model', or an 'encoding'.", "model");
        if (model is not null && encoding is not null)
            throw Invalid("Name a 'model' or an 'encoding', not both.", "encoding");
        if (encoding is not null && !Tokenizers.TryGet(encoding, out _))
            throw Invalid($"This encoding is not known; there are {string.Join(", ", Tokenizers.Names)}.", "encoding");
    }

    private static void CheckInput(LlmRequest request, bool returnsIds)
    {
        var input = request.Bytes(RequestField.Input);
        var messages = request.Bytes(RequestField.Messages);
        if (input.IsEmpty == messages.IsEmpty)
            throw Invalid("Send either 'input', a text or a list of texts, or the 'messages' of a chat.", "input");
        if (!messages.IsEmpty && messages[0] != '[')
            throw Invalid("'messages' must be a list.", "messages");
        if (!messages.IsEmpty && returnsIds)
            throw Invalid("Ids are there for 'input' alone: how a chat is written out is not public.", "return_ids");
        if (input.IsEmpty || input[0] == '"')
            return;
        var texts = new JsonWalk(input);
        while (texts.Next())
        {
            if (!texts.IsString)
                throw Invalid("'input' must be a text or a list of texts.", "input");
        }

        if (input[0] != '[')
            throw Invalid("'input' must be a text or a list of texts.", "input");
    }

    private static LlmException Invalid(string message, string param) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, "invalid_value", param) { ShouldRetry = false });
}
