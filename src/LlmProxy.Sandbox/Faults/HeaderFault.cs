using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;

namespace LlmProxy.Sandbox.Faults;

/// <summary>One part of the fault header: which models, and which fault.</summary>
internal sealed record HeaderFault(string Models, Fault Fault)
{
    /// <summary>The request header.</summary>
    public const string Name = "x-sandbox-fault";

    public bool Concerns(string model) => FileSystemName.MatchesSimpleExpression(Models, model, ignoreCase: true);

    /// <summary>Reads <c>model=fault,model=fault…</c>.</summary>
    public static bool TryParseAll(
        string header, [NotNullWhen(true)] out HeaderFault[]? faults, [NotNullWhen(false)] out string? error)
    {
        faults = null;
        error = null;
        var parts = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var read = new List<HeaderFault>(parts.Length);
        foreach (var part in parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                error = $"says '{part}', but each part is written model=fault or *=fault: *=status:429";
                return false;
            }

            if (!FaultParser.TryParse(part[(equals + 1)..], out var fault, out error)) return false;
            read.Add(new(part[..equals].Trim(), fault));
        }

        faults = [.. read];
        return true;
    }
}
