using System.Text;
using System.Text.Json;
using LlmProxy.Core.Limits;

namespace LlmProxy.Core.Errors;

/// <summary>Reads the error bodies of all providers: whatever of a code, a type and a message is there.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>OpenAI and those like it, Azure, Google, OpenRouter, Perplexity: <c>{"error":{message,type,code,…}}</c>, also in an array;</item>
/// <item>Anthropic: <c>{"type":"error","error":{type,message}}</c>;</item>
/// <item>Azure's edge, Mistral, Cohere, Bedrock: the members at the top level;</item>
/// <item>xAI: <c>{"code":…,"error":"text"}</c>; Voyage and Mistral: <c>{"detail":"text"}</c> and <c>{"detail":[{"msg":…}]}</c>.</item>
/// </list>
/// A page of HTML, a body that is cut, and anything else tell what can be read of them, maybe nothing; nothing throws.
/// </remarks>
public static class ProviderErrorReader
{
    /// <summary>Most characters that are kept of a message; of a code, a type and a reason 128.</summary>
    public const int MaxText = 4096;

    private const int MaxName = 128;

    /// <summary>Objects inside each other that are looked into, to be safe from bodies made to go deep.</summary>
    private const int MaxNesting = 6;

    private static readonly ProviderError Nothing = new(null, null, null);

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body, decoded; may be cut.</param>
    /// <param name="awsErrorType">The header <c>x-amzn-errortype</c>, where Bedrock names the exception.</param>
    public static ProviderError Read(ReadOnlySpan<byte> body, string? awsErrorType = null)
    {
        var parts = default(Parts);
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];
        try
        {
            // Not final: of a body that was cut, what stands before the cut is read.
            var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
            if (reader.Read())
                ReadTop(ref reader, ref parts);
        }
        catch (JsonException)
        {
            // HTML, plain text, or JSON that goes wrong: what was read before counts.
        }

        if (!string.IsNullOrWhiteSpace(awsErrorType))
            parts.Type = NameOf(awsErrorType);
        return parts.IsEmpty ? Nothing : new ProviderError(parts.Code, parts.Type, parts.Message, parts.RetryAfter)
        {
            Reason = parts.Reason,
            Detail = parts.Detail,
        };
    }

    /// <summary>The exception's name in <c>com.amazon#ThrottlingException:http://…</c>.</summary>
    private static string NameOf(string awsErrorType)
    {
        var name = awsErrorType.AsSpan();
        if (name.IndexOf(':') is >= 0 and var colon)
            name = name[..colon];
        name = name[(name.LastIndexOf('#') + 1)..].Trim();
        return name[..Math.Min(name.Length, MaxName)].ToString();
    }

    private static void ReadTop(ref Utf8JsonReader reader, ref Parts parts)
    {
        while (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth < MaxNesting && reader.Read())
        {
        }

        if (reader.TokenType == JsonTokenType.StartObject)
            ReadMembers(ref reader, ref parts, isError: false);
        else if (reader.TokenType == JsonTokenType.String)
            parts.Message = Text(ref reader, MaxText);
    }

    /// <summary>Reads an object's members up to its end. Those of the error itself go before those around it.</summary>
    private static void ReadMembers(ref Utf8JsonReader reader, ref Parts parts, bool isError)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            var member = MemberOf(ref reader);
            if (!reader.Read())
                return;
            ReadMember(ref reader, member, ref parts, isError);
            // An object or an array that was not read to its end.
            while (reader.CurrentDepth > depth + 1 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (!reader.Read())
                    return;
            }
        }
    }

    private static void ReadMember(ref Utf8JsonReader reader, Member member, ref Parts parts, bool isError)
    {
        switch (member)
        {
            case Member.Error:
                if (reader.TokenType == JsonTokenType.String)
                    Set(ref parts.Message, ref reader, MaxText, isError);
                else
                    ReadInside(ref reader, ref parts, isError: true);
                break;
            case Member.Message or Member.Detail:
                if (reader.TokenType == JsonTokenType.String)
                    Set(ref parts.Message, ref reader, MaxText, isError);
                else
                    ReadInside(ref reader, ref parts, isError: false);
                break;
            case Member.Code:
                Set(ref parts.Code, ref reader, MaxName, isError);
                break;
            case Member.StatusCode:
                Set(ref parts.Code, ref reader, MaxName, overwrites: false);
                break;
            // Anthropic's body says "error" of itself.
            case Member.Type when reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("error"u8):
                Set(ref parts.Type, ref reader, MaxName, isError);
                break;
            case Member.Status when reader.TokenType == JsonTokenType.Number:
                Set(ref parts.Code, ref reader, MaxName, overwrites: false);
                break;
            // Outside of an error it is the state of something, such as a response.
            case Member.Status when isError:
                Set(ref parts.Type, ref reader, MaxName, overwrites: false);
                break;
            case Member.Details or Member.InnerError or Member.Metadata:
                ReadFiner(ref reader, ref parts, 0);
                break;
            default:
                break;
        }
    }

    /// <summary>Reads the object that a member holds, or the first one of an array.</summary>
    private static void ReadInside(ref Utf8JsonReader reader, ref Parts parts, bool isError)
    {
        if (reader.TokenType == JsonTokenType.StartArray && !reader.Read())
            return;
        if (reader.TokenType == JsonTokenType.String)
            Set(ref parts.Message, ref reader, MaxText, isError);
        else if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth < MaxNesting)
            ReadMembers(ref reader, ref parts, isError);
    }

    /// <summary>Reads what stands in detail: Azure's <c>innererror</c>, Google's <c>details</c>, OpenRouter's <c>metadata</c>.</summary>
    private static void ReadFiner(ref Utf8JsonReader reader, ref Parts parts, int nesting)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray) || nesting > MaxNesting)
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadFiner(ref reader, ref parts, nesting + 1);
                continue;
            }

            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var member = MemberOf(ref reader);
            if (!reader.Read())
                return;
            switch (member)
            {
                case Member.Reason or Member.Code:
                    Set(ref parts.Reason, ref reader, MaxName, overwrites: false);
                    break;
                case Member.RetryDelay:
                    if (reader.TokenType == JsonTokenType.String)
                        parts.RetryAfter ??= Wait.Parse(Text(ref reader, MaxName), DateTimeOffset.UnixEpoch);
                    break;
                case Member.Raw:
                    Set(ref parts.Detail, ref reader, MaxText, overwrites: false);
                    break;
                case Member.FlaggedInput:
                    parts.Reason ??= "moderation";
                    break;
                default:
                    break;
            }

            if (reader.TokenType is JsonTokenType.StartObject)
                ReadFiner(ref reader, ref parts, nesting + 1);
        }
    }

    private static void Set(ref string? part, ref Utf8JsonReader reader, int max, bool overwrites)
    {
        if (part is not null && !overwrites)
            return;
        var text = reader.TokenType switch
        {
            JsonTokenType.String => Text(ref reader, max),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, max)]),
            _ => null,
        };
        if (!string.IsNullOrWhiteSpace(text))
            part = text;
    }

    private static string Text(ref Utf8JsonReader reader, int max)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half a surrogate pair.
            text = Encoding.UTF8.GetString(reader.ValueSpan);
        }

        return text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
    }

    private static Member MemberOf(ref Utf8JsonReader name)
    {
        if (name.ValueTextEquals("error"u8) || name.ValueTextEquals("errors"u8)) return Member.Error;
        if (name.ValueTextEquals("message"u8) || name.ValueTextEquals("Message"u8) || name.ValueTextEquals("msg"u8)) return Member.Message;
        if (name.ValueTextEquals("code"u8)) return Member.Code;
        if (name.ValueTextEquals("type"u8) || name.ValueTextEquals("error_type"u8)) return Member.Type;
        if (name.ValueTextEquals("status"u8)) return Member.Status;
        if (name.ValueTextEquals("statusCode"u8) || name.ValueTextEquals("status_code"u8)) return Member.StatusCode;
        if (name.ValueTextEquals("detail"u8)) return Member.Detail;
        if (name.ValueTextEquals("details"u8)) return Member.Details;
        if (name.ValueTextEquals("innererror"u8) || name.ValueTextEquals("inner_error"u8)) return Member.InnerError;
        if (name.ValueTextEquals("metadata"u8)) return Member.Metadata;
        if (name.ValueTextEquals("reason"u8)) return Member.Reason;
        if (name.ValueTextEquals("retryDelay"u8)) return Member.RetryDelay;
        if (name.ValueTextEquals("raw"u8)) return Member.Raw;
        return name.ValueTextEquals("flagged_input"u8) ? Member.FlaggedInput : Member.Other;
    }

    private enum Member
    {
        Other,
        Error,
        Message,
        Code,
        Type,
        Status,
        StatusCode,
        Detail,
        Details,
        InnerError,
        Metadata,
        Reason,
        RetryDelay,
        Raw,
        FlaggedInput,
    }

    private struct Parts
    {
        public string? Code;
        public string? Type;
        public string? Message;
        public string? Reason;
        public string? Detail;
        public TimeSpan? RetryAfter;

        public readonly bool IsEmpty =>
            Code is null && Type is null && Message is null && Reason is null && Detail is null && RetryAfter is null;
    }
}
