using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Audio;

/// <summary><c>/audio/speech</c>, <c>/audio/transcriptions</c> and <c>/audio/translations</c>.</summary>
internal static class AudioEndpoints
{
    private const int MaxUnits = 2_000;
    private const int PieceBytes = 4 * 1024;

    /// <summary><c>POST /audio/speech</c>: a tone as WAV, whatever format was asked for, in flushed pieces.</summary>
    public static async Task SpeakAsync(Exchange exchange)
    {
        var request = exchange.Json;
        PromptReader.RequireModel(request, exchange.Model);
        var input = PromptReader.String(request, "input") ?? throw ApiException.Missing("input");
        if (PromptReader.String(request, "voice") is null && !request.TryGetProperty("voice", out _)) throw ApiException.Missing("voice");
        ReadOnlyMemory<byte> wav = Wav.Make(Math.Clamp(Tokens.Count(input), 1, MaxUnits));
        if (exchange.Fault is not null)
        {
            await BodyOutput.SendAsync(exchange, "audio/wav", wav).ConfigureAwait(false);
            return;
        }

        ProviderHeaders.Add(exchange);
        exchange.Context.Response.ContentType = "audio/wav";
        for (; !wav.IsEmpty; wav = wav[Math.Min(PieceBytes, wav.Length)..])
        {
            await exchange.DelayAsync(exchange.Sandbox.Options.TokenDelay).ConfigureAwait(false);
            var piece = wav[..Math.Min(PieceBytes, wav.Length)];
            await exchange.Context.Response.BodyWriter.WriteAsync(piece, exchange.Ended).ConfigureAwait(false);
        }
    }

    /// <summary><c>POST /audio/transcriptions</c> and <c>/audio/translations</c>: tells what file arrived.</summary>
    public static Task TranscribeAsync(Exchange exchange)
    {
        var form = exchange.Multipart ?? throw ApiException.Invalid("Expected a multipart/form-data body.", null);
        var file = form.Files.Find(part => part.Field == "file") ?? throw ApiException.Missing("file");
        if (exchange.Model.Length == 0) throw ApiException.Missing("model");
        var text = $"The sandbox heard {file.Content.Length} bytes in {file.FileName}.";
        return form["response_format"] == "text"
            ? BodyOutput.SendAsync(exchange, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text + "\n"))
            : BodyOutput.SendJsonAsync(exchange, json =>
            {
                json.WriteStartObject();
                json.WriteString("text"u8, text);
                json.WriteEndObject();
            });
    }
}
