using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LlmProxy.Sandbox.Faults;

/// <summary>Reads <c>name[:value][;parameter:value]…</c>.</summary>
internal static class FaultParser
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Fault? fault, [NotNullWhen(false)] out string? error)
    {
        fault = null;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = Cut(parts[0]);
        var description = FaultCatalog.All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (description is null)
        {
            error = $"names the fault '{name}', which is not known; known are {FaultCatalog.Names}.";
            return false;
        }

        if (!TryReadValue(description, value, out var number, out error)) return false;
        var read = new Fault(description.Kind, text) { Value = number };
        foreach (var part in parts.AsSpan(1))
        {
            if (!TryAdd(description, part, ref read, out error)) return false;
        }

        fault = read;
        return true;
    }

    private static bool TryReadValue(
        FaultDescription description, string? text, out long value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        value = description.Default ?? 0;
        if (text is null && (description.Most == 0 || description.Default is not null)) return true;
        if (description.Most > 0 && TryNumber(text, description.Least, description.Most, out value)) return true;
        error = description.Most == 0
            ? $"gives '{description.Name}' the value '{text}', but it takes none: {description.Example}"
            : $"needs '{description.Name}:N' with N from {description.Least} to {description.Most}: {description.Example}";
        return false;
    }

    private static bool TryAdd(
        FaultDescription description, string part, ref Fault fault, [NotNullWhen(false)] out string? error)
    {
        error = null;
        var (name, value) = Cut(part);
        string[] allowed = [.. description.Parameters, "times"];
        if (!allowed.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            error = $"gives '{description.Name}' the parameter '{name}'; it has {string.Join(", ", allowed)}.";
            return false;
        }

        if (!TryNumber(value, 0, int.MaxValue, out var number))
        {
            error = $"gives '{name}' the value '{value}', but it must be a whole number from 0.";
            return false;
        }

        fault = name.ToUpperInvariant() switch
        {
            "AFTER" => fault with { After = (int)number },
            "TIMES" => fault with { Times = (int)number },
            "RETRY-AFTER" => fault with { RetryAfter = value },
            _ => fault with { RetryAfterMs = value },
        };
        return true;
    }

    private static (string Name, string? Value) Cut(string part) =>
        part.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
            ? (part[..colon].Trim(), part[(colon + 1)..].Trim())
            : (part, null);

    private static bool TryNumber(string? text, long least, long most, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
