using System.Net.WebSockets;
using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Faults;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Realtime;

/// <summary>One realtime conversation: it remembers the last user text and answers it.</summary>
internal sealed class RealtimeSession(Exchange exchange, WebSocket socket) : IDisposable
{
    private readonly FrameBuffer _frame = new();
    private readonly Prompt _prompt = new();
    private ulong _events;
    private ulong _responses;

    /// <summary>Sends the session, with a masked view of the credential as proof of what arrived.</summary>
    public Task StartAsync()
    {
        var key = ApiKeyCheck.KeyOf(exchange.Context.Request);
        return SendAsync("session.created", json =>
        {
            json.WriteStartObject("session"u8);
            json.WriteString("id"u8, exchange.Id("sess_"));
            json.WriteString("object"u8, "realtime.session"u8);
            json.WriteString("model"u8, exchange.Model);
            json.WriteStartObject("sandbox"u8);
            json.WriteBoolean("has_key"u8, key is not null);
            json.WriteString("key_end"u8, key is null ? null : key[^Math.Min(4, key.Length)..]);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>Handles one client event.</summary>
    public Task HandleAsync(JsonElement message)
    {
        switch (PromptReader.String(message, "type"))
        {
            case "session.update":
                var session = PromptReader.Object(message, "session").Clone();
                return SendAsync("session.updated", json =>
                {
                    json.WritePropertyName("session"u8);
                    if (session.ValueKind == JsonValueKind.Object) session.WriteTo(json);
                    else json.WriteNullValue();
                });
            case "conversation.item.create":
                return AddItemAsync(PromptReader.Object(message, "item").Clone());
            case "response.create":
                return RespondAsync(PromptReader.Object(message, "response"));
            case var other:
                return SendErrorAsync($"The sandbox does not know the event '{other}'.");
        }
    }

    /// <summary>Sends an error event; the conversation goes on.</summary>
    public Task SendErrorAsync(string text) => SendAsync("error", json =>
    {
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, "invalid_request_error"u8);
        json.WriteString("message"u8, text);
        json.WriteEndObject();
    });

    public void Dispose() => _frame.Dispose();

    private Task AddItemAsync(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("content", out var content))
        {
            var text = PromptReader.TextOf(content, _prompt);
            _prompt.Count(text);
            if (PromptReader.String(item, "role") == "user") _prompt.UserText = text;
        }

        return SendAsync("conversation.item.created", json =>
        {
            json.WritePropertyName("item"u8);
            if (item.ValueKind == JsonValueKind.Object) item.WriteTo(json);
            else json.WriteNullValue();
        });
    }

    private async Task RespondAsync(JsonElement settings)
    {
        if (PromptReader.String(settings, "instructions") is { } instructions && _prompt.UserText.Length == 0)
            _prompt.UserText = instructions;
        var id = $"resp_{StableHash.Mix(exchange.Hash + ++_responses):x16}";
        var answer = AnswerPlanner.Plan(exchange, _prompt);
        await SendAsync("response.created", json => WriteResponse(json, id, "in_progress", null)).ConfigureAwait(false);
        var pieces = 0;
        for (var rest = answer.Text.AsMemory(); !rest.IsEmpty;)
        {
            if (pieces++ >= (exchange.Fault?.After ?? 1) && await IsEndedByFaultAsync().ConfigureAwait(false)) return;
            await exchange.DelayAsync(exchange.Sandbox.Options.TokenDelay).ConfigureAwait(false);
            var piece = rest[..Tokens.NextLength(rest.Span)];
            await SendAsync("response.output_text.delta", json =>
            {
                json.WriteString("response_id"u8, id);
                json.WriteString("delta"u8, piece.Span);
            }).ConfigureAwait(false);
            rest = rest[piece.Length..];
        }

        await SendAsync("response.done", json => WriteResponse(json, id, "completed", answer)).ConfigureAwait(false);
    }

    private async Task<bool> IsEndedByFaultAsync()
    {
        switch (exchange.Fault?.Kind)
        {
            case FaultKind.ResetMid:
                exchange.Reset();
                return true;
            case FaultKind.HangMid:
                await exchange.HangAsync().ConfigureAwait(false);
                return true;
            case FaultKind.CutMid:
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, exchange.Ended).ConfigureAwait(false);
                return true;
            case FaultKind.ErrorEvent:
                await SendErrorAsync("The server had an error processing your request.").ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private static void WriteResponse(Utf8JsonWriter json, string id, string status, Answer? answer)
    {
        json.WriteStartObject("response"u8);
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "realtime.response"u8);
        json.WriteString("status"u8, status);
        if (answer is not null)
        {
            json.WriteStartObject("usage"u8);
            json.WriteNumber("input_tokens"u8, answer.InputTokens);
            json.WriteNumber("output_tokens"u8, answer.OutputTokens);
            json.WriteNumber("total_tokens"u8, answer.InputTokens + answer.OutputTokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private async Task SendAsync(string type, Action<Utf8JsonWriter> write)
    {
        _frame.Clear();
        var json = _frame.BeginJson();
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("event_id"u8, $"event_{++_events}");
        write(json);
        json.WriteEndObject();
        _frame.EndJson();
        await socket.SendAsync(_frame.Written, WebSocketMessageType.Text, endOfMessage: true, exchange.Ended).ConfigureAwait(false);
    }
}
