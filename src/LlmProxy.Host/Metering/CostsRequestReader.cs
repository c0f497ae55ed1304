using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LlmProxy.Core.Errors;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>Reads the query string of <c>/v1/costs</c>. What it does not know is an error: a filter with a typo would sum up everything.</summary>
internal sealed class CostsRequestReader
{
    /// <summary>Most sums that are given at once.</summary>
    public const int MaxLimit = 10_000;

    private const int DefaultLimit = 100;

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private LedgerQuery _query = new();
    private CostGrouping _grouping = CostGrouping.None;
    private int _limit = DefaultLimit;
    private bool _isCsv;

    private CostsRequestReader()
    {
    }

    /// <summary>Reads it.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="isExport">Whether records are wanted, and not sums.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="error">400: what is wrong with it, where it cannot be read.</param>
    public static bool TryRead(
        IQueryCollection query, bool isExport, [NotNullWhen(true)] out CostsRequest? request, [NotNullWhen(false)] out LlmError? error)
    {
        var reader = new CostsRequestReader();
        request = null;
        error = null;
        foreach (var (name, values) in query)
        {
            if (values.Count != 1)
                error = Invalid(name, $"'{name}' must be given once.");
            else if ((isExport ? reader.TakeFormat(name, values[0]!) : reader.TakeSum(name, values[0]!)) is not { } taken)
                error = reader.TakeFilter(name, values[0]!, isExport);
            else if (taken.Length > 0)
                error = Invalid(name, taken);
            if (error is not null)
                return false;
        }

        request = new CostsRequest(reader._query, reader._grouping, reader._limit, reader._isCsv);
        return true;
    }

    /// <summary>Takes what belongs to sums: what is wrong, or empty: nothing; <c>null</c>: it is something else.</summary>
    private string? TakeSum(string name, string value)
    {
        switch (name)
        {
            case "by":
                var isGrouping = Enum.TryParse(value, ignoreCase: true, out _grouping) && Enum.IsDefined(_grouping) && !char.IsAsciiDigit(value[0]);
                return isGrouping ? "" : "'by' must be none, model, user, tenant, key, tag, day or hour.";
            case "limit":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _limit) && _limit is >= 1 and <= MaxLimit
                    ? ""
                    : $"'limit' must be a number from 1 to {MaxLimit}.";
            default:
                return null;
        }
    }

    private string? TakeFormat(string name, string value)
    {
        if (name != "format")
            return null;
        _isCsv = value == "csv";
        return _isCsv || value == "jsonl" ? "" : "'format' must be csv or jsonl.";
    }

    private LlmError? TakeFilter(string name, string value, bool isExport)
    {
        switch (name)
        {
            case "from" or "to" when Time(value) is { } time:
                _query = name == "from" ? _query with { From = time } : _query with { To = time };
                return null;
            case "from" or "to":
                return Invalid(name, $"'{name}' must be a date or a time as 2026-01-31 or 2026-01-31T13:00:00Z; a '+' must be written %2B.");
            case "tenant":
                _query = _query with { Tenant = value };
                return null;
            case "user":
                _query = _query with { User = value };
                return null;
            case "key":
                _query = _query with { KeyId = value };
                return null;
            case "model":
                _query = _query with { Model = value };
                return null;
            case "route":
                _query = _query with { Route = value };
                return null;
            case "tag":
                _query = _query with { Tag = value };
                return null;
            case "kind" when value is "request" or "shadow" or "all":
                _query = _query with { Kind = value == "all" ? null : value == "shadow" ? LedgerKind.Shadow : LedgerKind.Request };
                return null;
            case "kind":
                return Invalid(name, "'kind' must be request, shadow or all.");
            default:
                return Invalid(name, $"'{name}' is not known here; there are from, to, tenant, user, key, model, route, tag, kind and "
                    + (isExport ? "format." : "by and limit."));
        }
    }

    /// <summary>A date or a time as in queries; without a zone it is UTC. <c>null</c>: it is none.</summary>
    internal static DateTimeOffset? Time(string value) => DateTimeOffset.TryParseExact(
        value, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;

    private static LlmError Invalid(string name, string message) =>
        new(400, LlmErrorTypes.InvalidRequest, message, "invalid_parameter", name) { ShouldRetry = false };
}
