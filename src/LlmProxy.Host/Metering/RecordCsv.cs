using System.Buffers;
using System.Globalization;
using System.Text;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>Writes records as lines of CSV (RFC 4180). What is not known is an empty cell.</summary>
internal static class RecordCsv
{
    private const string Head =
        "id,kind,time,tenant,user,key,caller_request_id,route,endpoint,model_asked,model_used,provider,cluster,attempts,"
        + "input_tokens,cached_input_tokens,cache_write_tokens,cache_write_long_tokens,output_tokens,reasoning_tokens,"
        + "estimated,cost_usd,saved_usd,price_version,outcome,status,error,stream,duration_ms,first_token_ms,cache,guardrails,prompt,tags\r\n";

    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    /// <summary>Writes the names of the columns.</summary>
    public static void WriteHead(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(Head, output);

    /// <summary>Writes one record.</summary>
    public static void Write(IBufferWriter<byte> output, LedgerRecord record)
    {
        var line = new StringBuilder(512);
        Texts(
            line, record.Id, record.Kind == LedgerKind.Shadow ? "shadow" : "request", Time(record.Time), record.Tenant, record.User, record.KeyId,
            record.CallerRequestId, record.Route, record.Endpoint, record.ModelAsked, record.ModelUsed, record.Provider, record.Cluster);
        Values(
            line, record.Attempts, record.Usage.InputTokens, record.Usage.CachedInputTokens, record.Usage.CacheWriteTokens,
            record.Usage.CacheWriteLongTokens, record.Usage.OutputTokens, record.Usage.ReasoningTokens);
        Texts(line, record.IsEstimated ? "true" : "false");
        Values(line, Plain(record.Cost), Plain(record.Saved));
        Texts(line, record.Charges is [.., var last] ? last.PriceVersion : null, record.Outcome);
        Values(line, record.Status);
        Texts(line, record.Error, record.Stream ? "true" : "false");
        Values(line, record.Duration.TotalMilliseconds, record.FirstToken?.TotalMilliseconds);
        Texts(line, record.Cache, record.Guardrails, record.Prompt, string.Join(';', record.Tags));
        line.Length--;
        line.Append("\r\n");
        foreach (var chunk in line.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, output);
    }

    private static void Texts(StringBuilder line, params ReadOnlySpan<string?> cells)
    {
        foreach (var cell in cells)
        {
            Append(line, cell ?? "");
            line.Append(',');
        }
    }

    /// <summary>Writes a text of anybody's making. A spreadsheet takes what begins with one of these characters for a formula and would run it; an apostrophe makes it text.</summary>
    private static void Append(StringBuilder line, string cell)
    {
        var isFormula = cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        if (!isFormula && !cell.AsSpan().ContainsAny(Special))
        {
            line.Append(cell);
            return;
        }

        line.Append('"');
        if (isFormula)
            line.Append('\'');
        line.Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static void Values(StringBuilder line, params ReadOnlySpan<IFormattable?> cells)
    {
        foreach (var cell in cells)
            line.Append(cell?.ToString(null, CultureInfo.InvariantCulture)).Append(',');
    }

    private static decimal? Plain(decimal? amount) => amount is { } known ? Money.Plain(known) : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
